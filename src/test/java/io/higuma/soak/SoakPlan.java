package io.higuma.soak;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Command line options. Intervals that are not set are shorter in a short run. */
final class SoakPlan {
  private static final Path EXECUTABLE = Path.of("target", "higuma");

  @Option(
      names = "--minutes",
      defaultValue = "120",
      description = "How long changes are made (${DEFAULT-VALUE}).")
  private double minutes;

  @Option(
      names = "--build",
      paramLabel = "BUILD",
      defaultValue = "auto",
      description =
          "executable (target/higuma), jar (target/higuma-runner.jar), the path of an executable,"
              + " or auto: the executable if there is one (${DEFAULT-VALUE}).")
  private String build = "auto";

  @Option(
      names = "--pods-per-second",
      defaultValue = "20",
      description = "Pods that are created, and as many deleted (${DEFAULT-VALUE}).")
  private int podsPerSecond;

  @Option(
      names = "--streams",
      defaultValue = "50",
      description = "Streams of sidecars (${DEFAULT-VALUE}).")
  private int streams;

  @Option(
      names = "--settings-every",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "Seconds between changes of settings (${DEFAULT-VALUE}).")
  private int settingsEvery;

  @Option(
      names = "--rotate-every",
      paramLabel = "MINUTES",
      description = "Between rotations of certificates (10).")
  private Optional<Double> rotateEvery = Optional.empty();

  @Option(
      names = "--kill-every",
      paramLabel = "MINUTES",
      description = "Between kills of the leader (15).")
  private Optional<Double> killEvery = Optional.empty();

  @Option(
      names = "--restart-every",
      paramLabel = "MINUTES",
      description = "Between restarts of the API server (20).")
  private Optional<Double> restartEvery = Optional.empty();

  @Option(names = "--fault-every", paramLabel = "MINUTES", description = "Between faults (10).")
  private Optional<Double> faultEvery = Optional.empty();

  @Option(
      names = "--check-every",
      paramLabel = "MINUTES",
      description = "Between comparisons of all Dataplanes (5).")
  private Optional<Double> checkEvery = Optional.empty();

  @Option(
      names = "--warm-up",
      paramLabel = "MINUTES",
      description = "Of a process in its role, before its memory counts (5).")
  private Optional<Double> warmUp = Optional.empty();

  @Option(
      names = "--out",
      defaultValue = "docs",
      description = "Where the result, the plot and the page are written (${DEFAULT-VALUE}).")
  private Path out = Path.of("docs");

  /** A run of this length, with half of the usual changes. */
  static SoakPlan of(double minutes, Path out) {
    var plan = new SoakPlan();
    plan.minutes = minutes;
    plan.out = out;
    plan.podsPerSecond = 10;
    plan.streams = 20;
    plan.settingsEvery = 10;
    return plan;
  }

  Duration length() {
    return minutes(minutes);
  }

  int podsPerSecond() {
    return podsPerSecond;
  }

  int streams() {
    return streams;
  }

  Duration settingsEvery() {
    return Duration.ofSeconds(settingsEvery);
  }

  Duration rotateEvery() {
    return scaled(rotateEvery, 10, 4);
  }

  Duration killEvery() {
    return scaled(killEvery, 15, 3);
  }

  Duration restartEvery() {
    return scaled(restartEvery, 20, 2);
  }

  Duration faultEvery() {
    return scaled(faultEvery, 10, 8);
  }

  Duration checkEvery() {
    return scaled(checkEvery, 5, 2.5);
  }

  Duration warmUp() {
    return scaled(warmUp, 5, 6);
  }

  /** How long a Pod lives. */
  Duration podLife() {
    return scaled(Optional.empty(), 0.5, 8);
  }

  Path out() {
    return out;
  }

  /** The option, else the default value, but no longer than a part of the run. */
  private Duration scaled(Optional<Double> option, double standard, double partOfRun) {
    return minutes(option.orElse(Math.min(standard, minutes / partOfRun)));
  }

  private static Duration minutes(double minutes) {
    return Duration.ofMillis(Math.round(minutes * 60_000));
  }

  /** The executable to run; empty for the jar. */
  Optional<Path> executable() {
    return switch (build) {
      case "jar" -> Optional.empty();
      case "executable" -> Optional.of(EXECUTABLE);
      case "auto" -> Optional.of(EXECUTABLE).filter(Files::isExecutable);
      default -> Optional.of(Path.of(build));
    };
  }

  /** The settings by name, intervals in minutes. */
  Map<String, Double> settings() {
    Map<String, Double> settings = new LinkedHashMap<>();
    settings.put("minutes", minutes);
    settings.put("Pods a second", (double) podsPerSecond);
    settings.put("life of a Pod, minutes", inMinutes(podLife()));
    settings.put("streams", (double) streams);
    settings.put("settings every, minutes", inMinutes(settingsEvery()));
    settings.put("rotation every, minutes", inMinutes(rotateEvery()));
    settings.put("kill every, minutes", inMinutes(killEvery()));
    settings.put("restart every, minutes", inMinutes(restartEvery()));
    settings.put("fault every, minutes", inMinutes(faultEvery()));
    settings.put("check every, minutes", inMinutes(checkEvery()));
    settings.put("warm-up, minutes", inMinutes(warmUp()));
    return settings;
  }

  private static double inMinutes(Duration duration) {
    return Math.round(duration.toMillis() / 600.0) / 100.0;
  }
}
