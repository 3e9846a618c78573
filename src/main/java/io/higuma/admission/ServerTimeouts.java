package io.higuma.admission;

import java.time.Duration;

/**
 * How much the server puts up with.
 *
 * @param firstHeaders until the headers of the first call are there, from the handshake on
 * @param idle until the headers of the next call are there
 * @param body until a body is there, from its headers on
 * @param waiting how many calls may wait to be decided on each event loop; more are answered at
 *     once that there are too many
 */
public record ServerTimeouts(Duration firstHeaders, Duration idle, Duration body, int waiting) {
  /**
   * The times are those of Go's controller-runtime, or less. The calls that wait are decided within
   * some 50 ms, and are more than an API server sends at once by default (200 changes).
   */
  public static final ServerTimeouts USUAL =
      new ServerTimeouts(
          Duration.ofSeconds(15), Duration.ofSeconds(90), Duration.ofSeconds(30), 256);
}
