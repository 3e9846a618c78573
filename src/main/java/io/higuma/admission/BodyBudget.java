package io.higuma.admission;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory limit for all request bodies that are being received, so that many slow large requests
 * cannot exhaust the heap.
 */
final class BodyBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  BodyBudget(long limit) {
    this.limit = limit;
  }

  /** A quarter of the maximum heap, but at least eight requests of the maximum size. */
  static BodyBudget ofHeap() {
    return new BodyBudget(Math.max(Runtime.getRuntime().maxMemory() / 4, 8L * BodyLimit.BYTES));
  }

  /** Reserves bytes; returns false if that would exceed the limit. */
  boolean reserve(long bytes) {
    if (used.addAndGet(bytes) <= limit) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  /** Releases reserved bytes. */
  void release(long bytes) {
    used.addAndGet(-bytes);
  }

  long used() {
    return used.get();
  }
}
