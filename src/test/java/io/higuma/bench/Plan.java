package io.higuma.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** Command line options: parts, rounds and sizes. */
final class Plan {
  private static final Path EXECUTABLE = Path.of("target", "higuma");
  private static final Path JAR = Path.of("target", "higuma-runner.jar");

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description =
          "Measure only these, and keep earlier results of others: ${COMPLETION-CANDIDATES}.")
  private final List<Part> only = new ArrayList<>();

  @Option(
      names = "--rounds",
      description =
          "Turns of each candidate, in parts that have more than one (cold 11, others 3).")
  private Optional<Integer> rounds = Optional.empty();

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "How long load lasts, up to 40 (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--injections",
      defaultValue = "100000",
      description = "How many there are before memory is read again (${DEFAULT-VALUE}).")
  private int injections;

  @Option(
      names = "--pods",
      defaultValue = "2000",
      description = "How many are cached in the part of that name (${DEFAULT-VALUE}).")
  private int pods;

  @Option(
      names = "--page-pods",
      defaultValue = "10000",
      description = "How many the part page has in its inventory (${DEFAULT-VALUE}).")
  private int pagePods;

  @Option(
      names = "--scale-pods",
      defaultValue = "10000",
      description = "How many the part scale creates (${DEFAULT-VALUE}).")
  private int scalePods;

  @Option(
      names = "--changes",
      defaultValue = "10",
      description = "Changes of a Pod that all streams of sidecars get (${DEFAULT-VALUE}).")
  private int changes;

  @Option(
      names = "--against",
      paramLabel = "LABEL=PATH",
      description = "An older executable, or jar with its lib beside it, to compare with.")
  private final Map<String, Path> against = new LinkedHashMap<>();

  @Option(
      names = "--jvm",
      paramLabel = "LABEL=OPTION",
      description = "Compare the jar with another collector, such as g1=-XX:+UseG1GC.")
  private final Map<String, String> jvm = new LinkedHashMap<>();

  @Option(
      names = "--out",
      defaultValue = "docs",
      description = "Where performance.md is written (${DEFAULT-VALUE}).")
  private Path out = Path.of("docs");

  /** The selected parts, in their order. */
  Set<Part> parts() {
    return new TreeSet<>(only.isEmpty() ? List.of(Part.values()) : only);
  }

  int rounds(Part part) {
    return part.repeats() ? rounds.orElse(part.rounds()) : part.rounds();
  }

  int seconds() {
    return Math.min(seconds, 40);
  }

  int injections() {
    return injections;
  }

  int pods() {
    return pods;
  }

  /** Number of Pods in the inventory of the page. */
  int pagePods() {
    return pagePods;
  }

  /** Number of Pods of the part for large clusters. */
  int scalePods() {
    return scalePods;
  }

  int changes() {
    return changes;
  }

  Path out() {
    return out;
  }

  /** The settings that affect a part's results. */
  Map<String, Integer> settings(Part part) {
    Map<String, Integer> settings = new TreeMap<>();
    switch (part) {
      case SIZE, JMH, DATAPLANES -> {}
      case COLD -> settings.put("rounds", rounds(part));
      case RSS -> settings.putAll(Map.of("rounds", rounds(part), "injections", injections()));
      case THROUGHPUT, LATENCY ->
          settings.putAll(Map.of("rounds", rounds(part), "seconds", seconds()));
      case PODS -> settings.put("pods", pods());
      case PAGE -> settings.put("pods", pagePods());
      case BIG -> settings.put("calls", BigPods.CALLS);
      case SCALE -> settings.put("pods", scalePods());
      case STREAMS ->
          settings.putAll(
              Map.of(
                  "pods", ManyStreams.PODS, "streams", ManyStreams.STREAMS, "changes", changes()));
    }
    return settings;
  }

  /** The builds to measure, and those to compare with. */
  List<Candidate> candidates() {
    List<Candidate> all = new ArrayList<>();
    if (Files.isExecutable(EXECUTABLE)) {
      all.add(Candidate.of("native", EXECUTABLE));
    }
    if (Files.exists(JAR)) {
      all.add(Candidate.of("jvm", JAR));
      jvm.forEach(
          (label, option) ->
              all.add(new Candidate(label, JAR.toAbsolutePath(), List.of(option), true)));
    }
    against.forEach((label, path) -> all.add(Candidate.of(label, path).asBefore()));
    return all;
  }
}
