package io.higuma.admission;

/** How large a call may be. */
final class BodyLimit {
  /**
   * 7 MiB: two objects of the greatest size that the API server stores, and room for the rest, as
   * controller-runtime counts it.
   */
  static final int BYTES = 7 * 1024 * 1024;

  /** Larger bodies are read and decided away from the event loop, so that they stall nobody. */
  static final int SMALL_BYTES = 64 * 1024;

  private BodyLimit() {}
}
