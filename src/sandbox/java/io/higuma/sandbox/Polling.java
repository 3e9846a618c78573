package io.higuma.sandbox;

import java.io.IOException;
import java.time.Duration;

/** Waits for something to become so, but not for ever. */
final class Polling {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long PERIOD_MILLIS = 50;

  private Polling() {}

  /** Whether it is so. */
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /** It did not become so in time; the message is for people. */
  static final class Exhausted extends IOException {
    private static final long serialVersionUID = 1;

    Exhausted(String what) {
      super("waited " + LIMIT.toSeconds() + " s in vain: " + what);
    }
  }

  /**
   * Waits two minutes at most: machines may be busy with something else.
   *
   * @param what is waited for, for people
   */
  static void until(String what, Condition condition) throws IOException, InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new Exhausted(what);
      }
      Thread.sleep(PERIOD_MILLIS);
    }
  }
}
