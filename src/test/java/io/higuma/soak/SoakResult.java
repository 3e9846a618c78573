package io.higuma.soak;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.bench.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The result of a run; the content of {@code endurance.json}.
 *
 * @param measured when it began
 * @param build what was run
 * @param loadBefore load average before the run
 * @param settings by name
 * @param counts what was done how often
 * @param figures what was measured, by name
 * @param verdicts one for each assertion
 * @param events what happened, in order
 * @param processes samples of each process: minute, RSS in MB, threads, descriptors
 * @param latencies minute, and the slowest 99th percentile of the webhook in milliseconds
 */
record SoakResult(
    String measured,
    String commit,
    String build,
    Machine machine,
    String loadBefore,
    Map<String, Double> settings,
    Map<String, Long> counts,
    Map<String, Double> figures,
    List<Verdict> verdicts,
    List<Journal.Entry> events,
    List<Series> processes,
    List<List<Double>> latencies) {
  /** Most points of a figure that are kept. */
  static final int POINTS = 240;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whether an assertion held. */
  enum Outcome {
    HELD,
    FAILED,
    NOT_ASSERTED
  }

  /**
   * The verdict of an assertion.
   *
   * @param detail the figure, or the first failures
   */
  record Verdict(String assertion, Outcome outcome, String detail) {}

  /** The samples of one process. */
  record Series(String replica, List<List<Double>> points) {}

  static SoakResult read(Path file) {
    try {
      return JSON.readValue(file.toFile(), SoakResult.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(
          file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether no assertion failed. */
  boolean held() {
    return verdicts.stream().noneMatch(verdict -> verdict.outcome() == Outcome.FAILED);
  }

  /** Samples by process, the last one of each part of the run. */
  static List<Series> thinned(List<Sample> samples) {
    Map<Long, List<Sample>> processes = new LinkedHashMap<>();
    samples.forEach(
        sample -> processes.computeIfAbsent(sample.pid(), _ -> new ArrayList<>()).add(sample));
    double part = part(samples.isEmpty() ? 0 : samples.getLast().minute());
    return processes.values().stream()
        .map(
            all -> {
              Map<Long, List<Double>> points = new TreeMap<>();
              all.forEach(
                  sample ->
                      points.put(
                          (long) (sample.minute() / part),
                          List.of(
                              rounded(sample.minute()),
                              rounded(sample.rss()),
                              (double) sample.threads(),
                              (double) sample.files())));
              return new Series(all.getFirst().replica(), List.copyOf(points.values()));
            })
        .toList();
  }

  /** The slowest latency of each part of the run. */
  static List<List<Double>> thinnedLatencies(List<Observer.Latency> latencies) {
    double part = part(latencies.isEmpty() ? 0 : latencies.getLast().minute());
    Map<Long, List<Double>> points = new TreeMap<>();
    latencies.forEach(
        latency ->
            points.merge(
                (long) (latency.minute() / part),
                List.of(rounded(latency.minute()), rounded(latency.millis())),
                (before, now) -> before.get(1) >= now.get(1) ? before : now));
    return List.copyOf(points.values());
  }

  private static double part(double minutes) {
    return Math.max(minutes, 1) / (POINTS - 1);
  }

  /** To hundredths. */
  static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
