package io.higuma.api;

import java.util.Arrays;

/**
 * Precondition of a request: the header {@code If-Match} or {@code If-None-Match}.
 *
 * @param header the header's value: {@code *} or entity tags
 */
public record Precondition(String header) {
  /** Matches every tag. */
  public static final Precondition ANY = new Precondition("*");

  /** Whether the header matches {@code tag}, which has no quotes. */
  public boolean holds(String tag) {
    return Arrays.stream(header.split(",", -1))
        .map(String::strip)
        .anyMatch(expected -> expected.equals("*") || expected.equals("\"" + tag + "\""));
  }
}
