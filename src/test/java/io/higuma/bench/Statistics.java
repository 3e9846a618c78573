package io.higuma.bench;

import java.util.List;

/** Statistics for reports. */
final class Statistics {
  private Statistics() {}

  /** The median; the mean of the two middle values for an even number. */
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
