package io.higuma.bench;

import java.util.Arrays;
import java.util.List;

/** Latencies of calls, with percentiles. */
public final class Latencies {
  private static final double NANOS_PER_MILLI = 1e6;

  private final long[] sorted;

  /** Takes nanoseconds in any order. */
  public Latencies(long... nanos) {
    this.sorted = nanos.clone();
    Arrays.sort(sorted);
  }

  /** Merges several measurements. */
  static Latencies together(List<Latencies> parts) {
    return new Latencies(
        parts.stream().flatMapToLong(part -> Arrays.stream(part.sorted)).toArray());
  }

  /**
   * A percentile in milliseconds (nearest rank).
   *
   * @param perMille from 1 to 1000
   */
  public double percentileMillis(int perMille) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    // Integer arithmetic: 99.9 % of a thousand is exactly 999.
    long rank = Math.ceilDiv((long) perMille * sorted.length, 1000);
    return sorted[(int) rank - 1] / NANOS_PER_MILLI;
  }
}
