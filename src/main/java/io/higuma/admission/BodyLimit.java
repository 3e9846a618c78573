package io.higuma.admission;

/** Size limits of request bodies. */
final class BodyLimit {
  /**
   * 7 MiB: two objects of the maximum size that the API server stores, and room for the rest; the
   * same limit as in controller-runtime.
   */
  static final int BYTES = 7 * 1024 * 1024;

  /** Larger bodies are parsed and decided off the event loop, so that they do not block it. */
  static final int SMALL_BYTES = 64 * 1024;

  private BodyLimit() {}
}
