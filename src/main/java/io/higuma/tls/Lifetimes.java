package io.higuma.tls;

import java.time.Duration;

/**
 * How long things of our own authority last.
 *
 * @param authority an authority. After two thirds of it the next one is made and trusted, after
 *     five sixths that one signs; the rest is for sidecars that know only the old one
 * @param serving a server's certificate. It is renewed after two thirds of it
 * @param overlap how long at least the next authority is trusted before it signs
 * @param check how often it is looked at whether something is due, by the clock on the wall: a
 *     machine may have been asleep
 */
public record Lifetimes(Duration authority, Duration serving, Duration overlap, Duration check) {
  /** Of a running control plane. */
  public static final Lifetimes USUAL =
      new Lifetimes(
          Duration.ofDays(3 * 365),
          Duration.ofDays(90),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10));

  static final double RENEWED = 2.0 / 3;
  static final double PROMOTED = 5.0 / 6;
}
