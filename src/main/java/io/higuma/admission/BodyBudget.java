package io.higuma.admission;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory all bodies together may take while they are being received, so that many slow
 * large calls cannot exhaust the heap.
 */
final class BodyBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  BodyBudget(long limit) {
    this.limit = limit;
  }

  /** A quarter of the greatest heap, but room for eight of the largest calls. */
  static BodyBudget ofHeap() {
    return new BodyBudget(Math.max(Runtime.getRuntime().maxMemory() / 4, 8L * BodyLimit.BYTES));
  }

  /** Takes some, unless there is not enough left. */
  boolean take(long bytes) {
    if (used.addAndGet(bytes) <= limit) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  /** Gives back what was taken. */
  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }

  long used() {
    return used.get();
  }
}
