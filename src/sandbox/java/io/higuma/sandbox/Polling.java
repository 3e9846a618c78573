package io.higuma.sandbox;

import java.io.IOException;
import java.time.Duration;

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
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new TimedOut(what);
      }
      Thread.sleep(PERIOD_MILLIS);
    }
  }
}
