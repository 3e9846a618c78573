package io.higuma.admission;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs callbacks of expired deadlines. One sweep every second instead of one timer for each
 * request: timers that are almost always cancelled would cost more than the rest of a connection's
 * bookkeeping.
 */
final class TimeoutSweeper {
  private final Set<Deadline> running = ConcurrentHashMap.newKeySet();

  /**
   * Starts a deadline. Runs {@code onExpired} once, on the thread that sweeps, unless it is stopped
   * first.
   */
  Deadline start(Duration limit, Runnable onExpired) {
    var deadline = new Deadline(onExpired);
    deadline.restart(limit);
    running.add(deadline);
    return deadline;
  }

  /** Runs the callbacks of expired deadlines; called about once a second. */
  void sweep() {
    long now = System.nanoTime();
    for (var iterator = running.iterator(); iterator.hasNext(); ) {
      var deadline = iterator.next();
      if (deadline.expiresAt - now <= 0) {
        // Remove first: a callback that throws must not block the others in the next sweep.
        iterator.remove();
        deadline.onExpired.run();
      }
    }
  }

  /** One deadline. */
  final class Deadline {
    private final Runnable onExpired;
    private volatile long expiresAt;

    private Deadline(Runnable onExpired) {
      this.onExpired = onExpired;
    }

    /** Restarts with a new limit. */
    void restart(Duration limit) {
      expiresAt = System.nanoTime() + limit.toNanos();
    }

    /** Cancels it. */
    void stop() {
      running.remove(this);
    }
  }
}
