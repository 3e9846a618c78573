package io.higuma.gui;

import io.higuma.api.status.HourSample;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A plot of the last hour: one line for each series, of one point for each minute.
 *
 * @param lines the series; none without samples
 * @param max the value at the top of the plot
 * @param from the time at the left
 * @param to the time at the right
 */
public record Plot(List<Line> lines, long max, String from, String to) {
  /** The {@code viewBox} of the template, and the margins of the lines in it. */
  private static final int WIDTH = 600;

  private static final int HEIGHT = 140;
  private static final int LEFT = 40;
  private static final int TOP = 10;
  private static final int BOTTOM = 20;

  /** Copies the list. */
  public Plot {
    lines = List.copyOf(lines);
  }

  /**
   * A series.
   *
   * @param kind its class in the style sheet
   * @param label its name
   * @param points {@code x,y} pairs
   * @param sum the sum of its values
   */
  public record Line(String kind, String label, String points, long sum) {}

  static Plot of(List<HourSample> samples) {
    if (samples.isEmpty()) {
      return new Plot(List.of(), 0, "", "");
    }
    long max =
        Math.max(
            1,
            samples.stream()
                .flatMapToLong(
                    sample ->
                        LongStream.of(sample.injected(), sample.skipped(), refusedOrFailed(sample)))
                .max()
                .orElse(1));
    return new Plot(
        List.of(
            line("injected", "injected", samples, HourSample::injected, max),
            line("skipped", "skipped", samples, HourSample::skipped, max),
            line("refused", "refused or failed", samples, Plot::refusedOrFailed, max)),
        max,
        time(samples.getFirst()),
        time(samples.getLast()));
  }

  private static long refusedOrFailed(HourSample sample) {
    return sample.refused() + sample.failed();
  }

  private static Line line(
      String kind,
      String label,
      List<HourSample> samples,
      ToLongFunction<HourSample> value,
      long max) {
    double step = (double) (WIDTH - LEFT) / Math.max(1, samples.size() - 1);
    var points =
        IntStream.range(0, samples.size())
            .mapToObj(
                i ->
                    String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        LEFT + i * step,
                        TOP
                            + (HEIGHT - TOP - BOTTOM)
                                * (1 - (double) value.applyAsLong(samples.get(i)) / max)))
            .collect(Collectors.joining(" "));
    return new Line(kind, label, points, samples.stream().mapToLong(value).sum());
  }

  /** Hours and minutes of the end of a sample. */
  private static String time(HourSample sample) {
    return sample.at().replaceFirst(".*T(\\d\\d:\\d\\d).*", "$1");
  }
}
