package io.higuma.tls;

import java.time.Duration;

/**
 * Lifetimes of our own CA and its serving certificates.
 *
 * @param authority validity of a CA. After two thirds of it the next CA is created and trusted,
 *     after five sixths the next CA signs; the rest is for sidecars that trust only the old CA
 * @param serving validity of a serving certificate, which is renewed after two thirds of it
 * @param overlap minimum time that the next CA is trusted before it signs
 * @param check interval of checks whether a rotation is due, by wall-clock time: a machine may have
 *     been suspended
 */
public record Lifetimes(Duration authority, Duration serving, Duration overlap, Duration check) {
  /** Defaults of the control plane. */
  public static final Lifetimes DEFAULTS =
      new Lifetimes(
          Duration.ofDays(3 * 365),
          Duration.ofDays(90),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10));

  static final double RENEW_AFTER = 2.0 / 3;
  static final double PROMOTE_AFTER = 5.0 / 6;
}
