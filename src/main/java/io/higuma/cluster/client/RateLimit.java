package io.higuma.cluster.client;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A token bucket: so many calls a second on average, so many at once. */
public final class RateLimit {
  /** Does not limit. */
  public static final RateLimit NONE = new RateLimit(0, 0, System::nanoTime);

  private final long nanosPerCall;
  private final long slack;
  private final LongSupplier nanos;
  private long next;

  private RateLimit(int perSecond, int atOnce, LongSupplier nanos) {
    this.nanosPerCall = perSecond > 0 ? TimeUnit.SECONDS.toNanos(1) / perSecond : 0;
    this.slack = nanosPerCall * Math.max(0, atOnce - 1);
    this.nanos = nanos;
    this.next = nanos.getAsLong() - slack;
  }

  /**
   * Allows {@code perSecond} calls on average.
   *
   * @param perSecond 0: no limit
   * @param atOnce how many may come at once after a pause; at least one
   */
  public static RateLimit of(int perSecond, int atOnce) {
    return of(perSecond, atOnce, System::nanoTime);
  }

  static RateLimit of(int perSecond, int atOnce, LongSupplier nanos) {
    return perSecond <= 0 ? NONE : new RateLimit(perSecond, atOnce, nanos);
  }

  /** Waits for its turn. */
  public void acquire() throws InterruptedException {
    long wait = reserve();
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }

  /** Takes a turn only if it is there now. */
  synchronized boolean tryAcquire() {
    if (nanosPerCall == 0) {
      return true;
    }
    long now = nanos.getAsLong();
    long turn = Math.max(next, now - slack);
    if (turn - now > 0) {
      return false;
    }
    next = turn + nanosPerCall;
    return true;
  }

  /** Takes a turn; returns in how many nanoseconds it is. */
  synchronized long reserve() {
    if (nanosPerCall == 0) {
      return 0;
    }
    long now = nanos.getAsLong();
    long turn = Math.max(next, now - slack);
    next = turn + nanosPerCall;
    return Math.max(0, turn - now);
  }
}
