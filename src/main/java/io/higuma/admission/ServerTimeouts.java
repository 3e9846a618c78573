package io.higuma.admission;

import java.time.Duration;

/**
 * Timeouts and queue limit of the HTTP server.
 *
 * @param firstHeaders from the handshake to the headers of the first request
 * @param idle to the headers of the next request
 * @param body from the headers to the end of the body
 * @param maxQueued maximum number of queued requests per event loop; more are rejected at once
 */
public record ServerTimeouts(Duration firstHeaders, Duration idle, Duration body, int maxQueued) {
  /**
   * The timeouts are those of Go's controller-runtime, or shorter. A full queue is decided within
   * about 50 ms, and is larger than the number of mutating requests that an API server has in
   * flight by default (200).
   */
  public static final ServerTimeouts DEFAULTS =
      new ServerTimeouts(
          Duration.ofSeconds(15), Duration.ofSeconds(90), Duration.ofSeconds(30), 256);
}
