package io.higuma.cluster.controller;

import io.higuma.cluster.cache.ObjectKey;
import io.higuma.dataplane.DataplaneDigest;
import io.higuma.loop.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Two controllers must not fight about a Dataplane: what others have changed is put right three
 * times within a minute, and from then on only after pauses that get longer.
 *
 * <p>What we write ourselves does not count, though a watch may tell of it before the answer does,
 * and after an answer that got lost nothing else tells of it.
 */
final class RewriteLimiter {
  private static final int ROUNDS = 3;
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final Duration FORGET = Duration.ofHours(1);
  private static final int MANY = 1000;

  private final Backoff pauses =
      new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(30), () -> 0.5);
  private final LongSupplier nanos;
  private final Map<ObjectKey, History> histories = new HashMap<>();

  /** What we tried to write since the last write that was confirmed; empty: to delete it. */
  private final Map<ObjectKey, Set<Optional<DataplaneDigest>>> attempts = new HashMap<>();

  private static final class History {
    final Deque<Long> rewrites = new ArrayDeque<>();
    int pauses;
    long pausedUntil;
    long last;
  }

  RewriteLimiter(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** We are about to write this; empty: to delete it. */
  synchronized void writing(ObjectKey key, Optional<DataplaneDigest> content) {
    attempts.computeIfAbsent(key, added -> new HashSet<>()).add(content);
  }

  /** The last of our writes is confirmed, and in the store. */
  synchronized void written(ObjectKey key) {
    attempts.remove(key);
  }

  /** What was right is this now; counts unless we did it. */
  synchronized void changed(ObjectKey key, Optional<DataplaneDigest> content) {
    if (!attempts.getOrDefault(key, Set.of()).contains(content)) {
      rewritten(key);
    }
  }

  private void rewritten(ObjectKey key) {
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
  synchronized Duration pause(ObjectKey key) {
    History history = histories.get(key);
    if (history == null || history.pauses == 0) {
      return Duration.ZERO;
    }
    return Duration.ofNanos(Math.max(0, history.pausedUntil - nanos.getAsLong()));
  }
}
