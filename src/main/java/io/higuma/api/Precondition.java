package io.higuma.api;

import java.util.Arrays;

/**
 * What a caller says it has seen, as the header {@code If-Match} has it.
 *
 * @param header the header's value: {@code *} or entity tags
 */
record Precondition(String header) {
  /** Holds for everything. */
  static final Precondition ANY = new Precondition("*");

  /** Whether {@code tag}, without quotes, is what was seen. */
  boolean holds(String tag) {
    return Arrays.stream(header.split(",", -1))
        .map(String::strip)
        .anyMatch(seen -> seen.equals("*") || seen.equals("\"" + tag + "\""));
  }
}
