package io.higuma.soak;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Trends in the samples of processes. */
final class Growth {
  static final int MAX_MEGABYTES_PER_HOUR = 1;
  static final int MAX_THREADS = 20;
  static final int MAX_DESCRIPTORS = 60;

  /** Fewest samples of a series that say something about its memory. */
  private static final int FEWEST = 12;

  private Growth() {}

  /**
   * The slope of a figure by least squares, with a constant for each series, so that processes of
   * different sizes count only by how they change. Empty if no series has enough samples.
   *
   * @param series the samples of each process in each role after its warm-up
   * @return per hour
   */
  static OptionalDouble perHour(List<List<Sample>> series, ToDoubleFunction<Sample> figure) {
    double products = 0;
    double squares = 0;
    for (List<Sample> samples : series) {
      if (samples.size() < FEWEST) {
        continue;
      }
      double time = samples.stream().mapToDouble(Sample::minute).average().orElseThrow();
      double mean = samples.stream().mapToDouble(figure).average().orElseThrow();
      for (Sample sample : samples) {
        double hours = (sample.minute() - time) / 60;
        products += hours * (figure.applyAsDouble(sample) - mean);
        squares += hours * hours;
      }
    }
    return squares == 0 ? OptionalDouble.empty() : OptionalDouble.of(products / squares);
  }

  /** The largest difference between two samples of the same process. */
  static double range(List<List<Sample>> processes, ToDoubleFunction<Sample> figure) {
    double widest = 0;
    for (List<Sample> samples : processes) {
      var all = samples.stream().mapToDouble(figure).summaryStatistics();
      widest = samples.isEmpty() ? widest : Math.max(widest, all.getMax() - all.getMin());
    }
    return widest;
  }
}
