package io.higuma.sandbox.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The changes of the last while, for watches. */
final class ObjectLog {
  private static final int KEPT = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Deque<Change> changes = new ArrayDeque<>();
  private long forgotten;
  private long newest;

  void add(Change change) {
    lock.lock();
    try {
      changes.add(change);
      newest = Math.max(newest, change.version());
      if (changes.size() > KEPT) {
        forgotten = changes.remove().version();
      }
      more.signalAll();
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
   * The changes after a version, waited for; none where none came in time; empty where they are
   * forgotten.
   */
  Optional<List<Change>> after(long version, long milliseconds) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(milliseconds);
      while (newest <= version && left > 0) {
        left = more.awaitNanos(left);
      }
      return version < forgotten
          ? Optional.empty()
          : Optional.of(changes.stream().filter(change -> change.version() > version).toList());
    } finally {
      lock.unlock();
    }
  }
}
