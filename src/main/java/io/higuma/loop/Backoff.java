package io.higuma.loop;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * Waits that double with every failure, each up to a quarter shorter or longer so that many do not
 * come back at once.
 *
 * @param first the wait after one failure
 * @param longest no wait is longer than this and a quarter of it
 * @param random between 0 and 1
 */
public record Backoff(Duration first, Duration longest, DoubleSupplier random) {
  private static final int DOUBLINGS = 30;

  public Backoff(Duration first, Duration longest) {
    this(first, longest, () -> ThreadLocalRandom.current().nextDouble());
  }

  /** The wait after so many failures in a row. */
  public Duration after(int failures) {
    int doublings = Math.clamp(failures - 1L, 0, DOUBLINGS);
    double nanos =
        Math.min((double) first.toNanos() * (1L << doublings), (double) longest.toNanos());
    return Duration.ofNanos((long) (nanos * (0.75 + random.getAsDouble() / 2)));
  }
}
