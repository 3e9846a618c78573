package io.higuma.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
   * A trend.
   *
   * @param perHour how much the figure grows in an hour
   * @param error the standard error of this, from how much the series differ; 0 for a single one
   */
  record Slope(double perHour, double error) {
    /** Whether it is above a limit by more than chance can explain, which is two errors. */
    boolean exceeds(double limit) {
      return perHour - 2 * error > limit;
    }
  }

  private record Sums(double products, double squares) {}

  /**
   * The slope of a figure by least squares, with a constant for each series, so that processes of
   * different sizes count only by how they change. Empty if no series has enough samples.
   *
   * @param series the samples of each process in each role after its warm-up
   */
  static Optional<Slope> perHour(List<List<Sample>> series, ToDoubleFunction<Sample> figure) {
    List<Sums> all = new ArrayList<>();
    for (List<Sample> samples : series) {
      double products = 0;
      double squares = 0;
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
      all.add(new Sums(products, squares));
    }
    double squares = all.stream().mapToDouble(Sums::squares).sum();
    if (squares == 0) {
      return Optional.empty();
    }
    double slope = all.stream().mapToDouble(Sums::products).sum() / squares;
    double residuals =
        all.stream()
            .mapToDouble(sums -> sums.products() - slope * sums.squares())
            .map(r -> r * r)
            .sum();
    double correction = all.size() < 2 ? 0 : (double) all.size() / (all.size() - 1);
    return Optional.of(new Slope(slope, Math.sqrt(correction * residuals) / squares));
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
