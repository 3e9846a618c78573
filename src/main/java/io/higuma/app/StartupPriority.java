package io.higuma.app;

/** The order of what observes the start, the lowest first. */
final class StartupPriority {
  /** The control plane: its webhook's first calls may be waiting. */
  static final int CONTROL_PLANE = 100;

  /** The certificates of the ports that Quarkus opens after the start. */
  static final int SERVER_TLS = 200;

  private StartupPriority() {}
}
