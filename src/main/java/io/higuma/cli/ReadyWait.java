package io.higuma.cli;

import io.higuma.kuma.GoDuration;
import io.higuma.kuma.Parsed;
import io.higuma.loop.Prefetch;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Waits until something is ready, and shows on a terminal for how long and what is missing. An
 * attempt that has begun is not interrupted at the end of the time.
 */
final class ReadyWait {
  private static final Duration MAX = Duration.ofHours(24);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** How often the line changes, also while an attempt takes its time. */
  private static final Duration REDRAW = Duration.ofMillis(100);

  private final Duration limit;
  private final Duration pause;
  private final Terminal terminal;
  private final LongSupplier nanos;

  /**
   * Creates a wait that has not begun.
   *
   * @param limit the longest time
   * @param pause from one attempt to the next
   * @param nanos monotonic clock
   */
  ReadyWait(Duration limit, Duration pause, Terminal terminal, LongSupplier nanos) {
    this.limit = limit;
    this.pause = pause;
    this.terminal = terminal;
    this.nanos = nanos;
  }

  /**
   * Reads the longest time, and looks once a second.
   *
   * @param key the option, for the violation
   */
  static Parsed<ReadyWait> read(String key, String text, Terminal terminal) {
    return switch (GoDuration.parse(key, text)) {
      case Parsed.Bad<Duration>(var violation) -> new Parsed.Bad<>(violation);
      case Parsed.Good<Duration>(var limit) ->
          limit.isPositive() && limit.compareTo(MAX) <= 0
              ? Parsed.good(new ReadyWait(limit, PAUSE, terminal, System::nanoTime))
              : Parsed.bad(key, "out_of_range", text, "a duration above 0s and up to 24h");
    };
  }

  /**
   * Makes attempts until one finds that nothing is missing, or the time is over.
   *
   * @param attempt returns what is missing; empty if all is ready
   * @return what was missing at the end; empty if all is ready
   */
  Optional<String> until(Supplier<Optional<String>> attempt) throws InterruptedException {
    long began = nanos.getAsLong();
    var missing = Optional.of("the cluster has not answered");
    try (var progress = new Progress(terminal, nanos)) {
      while (true) {
        missing = attempted(Prefetch.start(attempt), missing.get(), began, progress);
        if (missing.isEmpty() || elapsed(began).compareTo(limit) >= 0) {
          return missing;
        }
        pause(missing.get(), began, progress);
      }
    }
  }

  private Optional<String> attempted(
      Prefetch<Optional<String>> attempt, String missing, long began, Progress progress)
      throws InterruptedException {
    while (true) {
      show(missing, began, progress);
      var result = attempt.get(REDRAW);
      if (result.isPresent()) {
        return result.get();
      }
    }
  }

  private void pause(String missing, long began, Progress progress) throws InterruptedException {
    var rest = limit.minus(elapsed(began));
    var left = rest.compareTo(pause) < 0 ? rest : pause;
    do {
      show(missing, began, progress);
      var step = left.compareTo(REDRAW) < 0 ? left : REDRAW;
      TimeUnit.NANOSECONDS.sleep(step.toNanos());
      left = left.minus(step);
    } while (left.isPositive());
  }

  /** The time comes first, because a long line is cut off at its end. */
  private void show(String missing, long began, Progress progress) {
    progress.show("waiting " + elapsed(began).toSeconds() + " s: " + missing);
  }

  private Duration elapsed(long began) {
    return Duration.ofNanos(nanos.getAsLong() - began);
  }
}
