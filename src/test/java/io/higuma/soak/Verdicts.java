package io.higuma.soak;

import io.higuma.soak.SoakResult.Outcome;
import io.higuma.soak.SoakResult.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Judges a run. */
final class Verdicts {
  /** In a shorter run the slope of memory means nothing: a single collection decides it. */
  static final Duration SHORTEST_FOR_MEMORY = Duration.ofMinutes(30);

  /** A process while it leads or does not. */
  private record Role(long pid, boolean leads) {}

  private final Duration length;
  private final List<List<Sample>> warm;

  /**
   * Of a run.
   *
   * @param warmUp of a process in its role, before its samples count
   */
  Verdicts(Duration length, Duration warmUp, List<Sample> samples) {
    this.length = length;
    Map<Role, List<Sample>> roles = new LinkedHashMap<>();
    samples.stream()
        .filter(sample -> sample.age() * 60 >= warmUp.toSeconds())
        .forEach(
            sample ->
                roles
                    .computeIfAbsent(new Role(sample.pid(), sample.leads()), _ -> new ArrayList<>())
                    .add(sample));
    this.warm = List.copyOf(roles.values());
  }

  /** MB an hour; empty if no process ran long enough. */
  OptionalDouble memory() {
    return Growth.perHour(warm, Sample::rss);
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
            : String.format(Locale.ROOT, "%.2f MB an hour", slope.getAsDouble());
    if (length.compareTo(SHORTEST_FOR_MEMORY) < 0 || slope.isEmpty()) {
      return new Verdict(Claim.MEMORY.sentence(), Outcome.NOT_ASSERTED, detail);
    }
    boolean held = slope.getAsDouble() <= Growth.MAX_MEGABYTES_PER_HOUR;
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
