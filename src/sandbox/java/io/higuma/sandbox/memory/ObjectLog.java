package io.higuma.sandbox.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The recent changes, for watches. */
final class ObjectLog {
  private static final int MAX_CHANGES = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Change> changes = new ArrayDeque<>();
  private long lastDropped;
  private long newest;

  void add(Change change) {
    lock.lock();
    try {
      changes.add(change);
      newest = Math.max(newest, change.version());
      if (changes.size() > MAX_CHANGES) {
        lastDropped = changes.remove().version();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The version of the last change. */
  long newest() {
    lock.lock();
    try {
      return newest;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for changes after a version. An empty list after the timeout; empty if changes were
   * dropped.
   */
  Optional<List<Change>> after(long version, long milliseconds) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(milliseconds);
      while (newest <= version && left > 0) {
        left = changed.awaitNanos(left);
      }
      return version < lastDropped
          ? Optional.empty()
          : Optional.of(changes.stream().filter(change -> change.version() > version).toList());
    } finally {
      lock.unlock();
    }
  }
}
