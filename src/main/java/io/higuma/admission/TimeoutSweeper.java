package io.higuma.admission;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends what takes too long. One sweep every second instead of one timer for each request: timers
 * that almost always are cancelled would cost more than all the rest of a connection's bookkeeping.
 */
final class TimeoutSweeper {
  private final Set<Deadline> running = ConcurrentHashMap.newKeySet();

  /** Runs {@code expired} once, on a thread of its owner's choice, unless it is stopped first. */
  Deadline start(Duration limit, Runnable expired) {
    var deadline = new Deadline(expired);
    deadline.restart(limit);
    running.add(deadline);
    return deadline;
  }

  /** Ends what is over; called about once a second. */
  void sweep() {
    long now = System.nanoTime();
    for (var all = running.iterator(); all.hasNext(); ) {
      var deadline = all.next();
      if (deadline.end - now <= 0) {
        // First: one that throws must not keep the others from being ended next time.
        all.remove();
        deadline.expired.run();
      }
    }
  }

  /** One limit. */
  final class Deadline {
    private final Runnable expired;
    private volatile long end;

    private Deadline(Runnable expired) {
      this.expired = expired;
    }

    /** Counts anew. */
    void restart(Duration limit) {
      end = System.nanoTime() + limit.toNanos();
    }

    /** Forgets it. */
    void stop() {
      running.remove(this);
    }
  }
}
