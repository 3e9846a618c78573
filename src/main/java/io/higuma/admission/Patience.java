package io.higuma.admission;

import java.time.Duration;

/**
 * How long the server waits for those who call it.
 *
 * @param firstHeaders until the headers of the first call are there, from the handshake on
 * @param idle until the headers of the next call are there
 * @param body until a body is there, from its headers on
 */
public record Patience(Duration firstHeaders, Duration idle, Duration body) {
  /** As the server of Go's controller-runtime has it, or less. */
  public static final Patience USUAL =
      new Patience(Duration.ofSeconds(15), Duration.ofSeconds(90), Duration.ofSeconds(30));
}
