package io.higuma.cluster;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Two controllers must not fight about a Dataplane: what others have changed is put right three
 * times within a minute, and from then on only after pauses that get longer.
 */
final class RewriteGuard {
  private static final int ROUNDS = 3;
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final Duration FORGET = Duration.ofHours(1);
  private static final int MANY = 1000;

  private final Backoff pauses =
      new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(30), () -> 0.5);
  private final LongSupplier nanos;
  private final Map<Key, History> histories = new HashMap<>();

  private static final class History {
    final Deque<Long> rewrites = new ArrayDeque<>();
    int pauses;
    long pausedUntil;
    long last;
  }

  RewriteGuard(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Somebody else changed or deleted what was right. */
  synchronized void rewritten(Key key) {
    long now = nanos.getAsLong();
    if (histories.size() > MANY) {
      histories.values().removeIf(history -> now - history.last > FORGET.toNanos());
    }
    History history = histories.computeIfAbsent(key, added -> new History());
    if (history.pauses > 0 && now - history.last > FORGET.toNanos()) {
      history.pauses = 0;
    }
    history.last = now;
    history.rewrites.add(now);
    history.rewrites.removeIf(time -> now - time > WINDOW.toNanos());
    boolean again = history.pauses > 0 && now - history.pausedUntil >= 0;
    boolean first = history.pauses == 0 && history.rewrites.size() > ROUNDS;
    if (again || first) {
      history.pauses++;
      history.pausedUntil = now + pauses.after(history.pauses).toNanos();
    }
  }

  /** How long we keep away from this Dataplane; zero if it may be changed. */
  synchronized Duration pause(Key key) {
    History history = histories.get(key);
    if (history == null || history.pauses == 0) {
      return Duration.ZERO;
    }
    return Duration.ofNanos(Math.max(0, history.pausedUntil - nanos.getAsLong()));
  }
}
