package io.higuma.bench;

import java.util.List;

/** The arithmetic of a report. */
final class Statistics {
  private Statistics() {}

  /** The one in the middle, or the mean of the two there. */
  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.isEmpty()
        ? Double.NaN
        : sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
