package io.higuma.bench;

import java.util.Arrays;
import java.util.List;

/** How long calls took. */
final class Latencies {
  private static final double NANOS_PER_MILLI = 1e6;

  private final long[] sorted;

  /** Of nanoseconds, in any order. */
  Latencies(long... nanos) {
    this.sorted = nanos.clone();
    Arrays.sort(sorted);
  }

  /** All of these. */
  static Latencies together(List<Latencies> parts) {
    return new Latencies(
        parts.stream().flatMapToLong(part -> Arrays.stream(part.sorted)).toArray());
  }

  /**
   * The smallest time that so many of a thousand calls do not exceed, in milliseconds.
   *
   * @param perMille from 1 to 1000
   */
  double percentileMillis(int perMille) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    // Whole numbers: 99.9 % of a thousand are 999, which fractions do not say.
    long rank = Math.ceilDiv((long) perMille * sorted.length, 1000);
    return sorted[(int) rank - 1] / NANOS_PER_MILLI;
  }
}
