package io.higuma.cluster.controller;

import io.higuma.cluster.cache.ObjectKey;
import io.higuma.loop.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Limits how often changes of a Dataplane by another controller are overwritten: three times within
 * a minute, then with a backoff of 1 min to 30 min.
 *
 * <p>Higuma's own writes do not count. Their watch events may arrive before the response, also with
 * changes by a webhook, or the response may be lost, so writes are recorded before the request.
 */
final class RewriteLimiter {
  private static final int MAX_REWRITES = 3;
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final Duration RESET_AFTER = Duration.ofHours(1);
  private static final int CLEANUP_SIZE = 1000;

  private final Backoff pauses =
      new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(30), () -> 0.5);
  private final LongSupplier nanos;
  private final Map<ObjectKey, History> histories = new HashMap<>();

  /** Dataplanes with a write that is not confirmed. */
  private final Set<ObjectKey> unconfirmed = new HashSet<>();

  private static final class History {
    final Deque<Long> rewrites = new ArrayDeque<>();
    int pauses;
    long pausedUntil;
    long last;
  }

  RewriteLimiter(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Records a write or a deletion before its request. */
  synchronized void writing(ObjectKey key) {
    unconfirmed.add(key);
  }

  /** Records that a write was confirmed and stored. */
  synchronized void written(ObjectKey key) {
    unconfirmed.remove(key);
  }

  /** Counts a change of a correct Dataplane, unless it may be that of an unconfirmed write. */
  synchronized void changed(ObjectKey key) {
    if (!unconfirmed.contains(key)) {
      countRewrite(key);
    }
  }

  /** Forgets the changes of a Dataplane: it is that of another Pod now. */
  synchronized void forget(ObjectKey key) {
    histories.remove(key);
    unconfirmed.remove(key);
  }

  private void countRewrite(ObjectKey key) {
    long now = nanos.getAsLong();
    if (histories.size() > CLEANUP_SIZE) {
      histories.values().removeIf(history -> now - history.last > RESET_AFTER.toNanos());
    }
    History history = histories.computeIfAbsent(key, added -> new History());
    if (history.pauses > 0 && now - history.last > RESET_AFTER.toNanos()) {
      history.pauses = 0;
    }
    history.last = now;
    history.rewrites.add(now);
    history.rewrites.removeIf(time -> now - time > WINDOW.toNanos());
    boolean again = history.pauses > 0 && now - history.pausedUntil >= 0;
    boolean first = history.pauses == 0 && history.rewrites.size() > MAX_REWRITES;
    if (again || first) {
      history.pauses++;
      history.pausedUntil = now + pauses.after(history.pauses).toNanos();
    }
  }

  /** Remaining pause before the Dataplane may be written; zero if it may be written now. */
  synchronized Duration pause(ObjectKey key) {
    History history = histories.get(key);
    if (history == null || history.pauses == 0) {
      return Duration.ZERO;
    }
    return Duration.ofNanos(Math.max(0, history.pausedUntil - nanos.getAsLong()));
  }
}
