package io.higuma.app;

/** Priorities of {@code StartupEvent} observers, lowest first. */
final class StartupPriority {
  /** The control plane comes first: requests to its webhook may be waiting. */
  static final int CONTROL_PLANE = 100;

  /** TLS of the ports that Quarkus opens after the start. */
  static final int SERVER_TLS = 200;

  private StartupPriority() {}
}
