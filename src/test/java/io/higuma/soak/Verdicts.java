package io.higuma.soak;

import io.higuma.soak.SoakResult.Outcome;
import io.higuma.soak.SoakResult.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Judges a run. */
final class Verdicts {
  /** In a shorter run the slope of memory means nothing: a single collection decides it. */
  static final Duration SHORTEST_FOR_MEMORY = Duration.ofMinutes(30);

  /** After a fault or restart, before memory counts again. */
  private static final double SETTLED_AFTER_MINUTES = 1;

  /** A process while it leads or does not, between two interruptions. */
  private record Role(long pid, boolean leads, long epoch) {}

  private final Duration length;
  private final List<List<Sample>> warm;
  private final List<List<Sample>> undisturbed;

  /**
   * Of a run.
   *
   * @param warmUp of a process in its role, before its samples count
   * @param interruptions minutes at which restarts and faults ended, which need memory of their own
   */
  Verdicts(Duration length, Duration warmUp, List<Sample> samples, List<Double> interruptions) {
    this.length = length;
    var counted =
        samples.stream().filter(sample -> sample.age() * 60 >= warmUp.toSeconds()).toList();
    this.warm = series(counted, List.of());
    this.undisturbed = series(counted, interruptions);
  }

  private static List<List<Sample>> series(List<Sample> samples, List<Double> interruptions) {
    Map<Role, List<Sample>> roles = new LinkedHashMap<>();
    for (Sample sample : samples) {
      boolean unsettled =
          interruptions.stream()
              .anyMatch(
                  end -> sample.minute() >= end && sample.minute() < end + SETTLED_AFTER_MINUTES);
      if (!unsettled) {
        long epoch = interruptions.stream().filter(end -> end <= sample.minute()).count();
        roles
            .computeIfAbsent(new Role(sample.pid(), sample.leads(), epoch), _ -> new ArrayList<>())
            .add(sample);
      }
    }
    return List.copyOf(roles.values());
  }

  /** The trend of memory in MB; empty if no process ran long enough. */
  Optional<Growth.Slope> memory() {
    return Growth.perHour(undisturbed, Sample::rss);
  }

  double threads() {
    return Growth.range(warm, Sample::threads);
  }

  double descriptors() {
    return Growth.range(warm, Sample::files);
  }

  /** One for each assertion. */
  List<Verdict> all(Journal journal) {
    return Stream.of(Claim.values())
        .map(
            claim ->
                switch (claim) {
                  case MEMORY -> ofMemory();
                  case THREADS -> range(claim, threads(), Growth.MAX_THREADS);
                  case DESCRIPTORS -> range(claim, descriptors(), Growth.MAX_DESCRIPTORS);
                  case CALLS, DECISIONS, DATAPLANES, STREAMS, REACTIONS, LOG, LOOPS ->
                      counted(claim, journal.failures(claim));
                })
        .toList();
  }

  private Verdict ofMemory() {
    var slope = memory();
    var detail =
        slope.isEmpty()
            ? "no process ran long enough after its warm-up"
            : String.format(
                Locale.ROOT,
                "%.2f MB an hour, standard error %.2f",
                slope.get().perHour(),
                slope.get().error());
    if (length.compareTo(SHORTEST_FOR_MEMORY) < 0 || slope.isEmpty()) {
      return new Verdict(Claim.MEMORY.sentence(), Outcome.NOT_ASSERTED, detail);
    }
    boolean held = !slope.get().exceeds(Growth.MAX_MEGABYTES_PER_HOUR);
    return new Verdict(Claim.MEMORY.sentence(), held ? Outcome.HELD : Outcome.FAILED, detail);
  }

  private static Verdict range(Claim claim, double range, int most) {
    return new Verdict(
        claim.sentence(),
        range <= most ? Outcome.HELD : Outcome.FAILED,
        "the largest difference is %.0f".formatted(range));
  }

  private static Verdict counted(Claim claim, Journal.Failures failures) {
    return failures.count() == 0
        ? new Verdict(claim.sentence(), Outcome.HELD, "")
        : new Verdict(
            claim.sentence(),
            Outcome.FAILED,
            failures.count() + " failures, such as: " + failures.first().getFirst());
  }
}
