package io.higuma.sandbox;

import io.higuma.cli.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** Polls a condition with a timeout. */
final class Polling {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final long PERIOD_MILLIS = 50;

  private Polling() {}

  /** The condition. */
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /** The condition did not hold in time. */
  static final class TimedOut extends IOException {
    private static final long serialVersionUID = 1;

    TimedOut(String what) {
      super("timeout after " + TIMEOUT.toSeconds() + " s: " + what);
    }
  }

  /**
   * Waits up to two minutes: machines may be busy.
   *
   * @param what describes the condition in messages
   */
  static void until(String what, Condition condition) throws IOException, InterruptedException {
    until(what, condition, _ -> {});
  }

  /** The same; shows for how long it has been waiting. */
  static void until(String what, Condition condition, Progress progress)
      throws IOException, InterruptedException {
    until(what, condition, waited -> progress.show(line(what, waited)));
  }

  /** The text of a progress line. */
  static String line(String what, Duration waited) {
    return "waiting until " + what + ": " + waited.toSeconds() + " s";
  }

  private static void until(String what, Condition condition, Consumer<Duration> waiting)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!condition.holds()) {
      var waited = Duration.ofNanos(System.nanoTime() - start);
      if (waited.compareTo(TIMEOUT) > 0) {
        throw new TimedOut(what);
      }
      waiting.accept(waited);
      Thread.sleep(PERIOD_MILLIS);
    }
  }
}
