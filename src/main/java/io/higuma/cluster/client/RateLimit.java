package io.higuma.cluster.client;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Token bucket: limits the average number of calls per second, with a burst. */
public final class RateLimit {
  /** No limit. */
  public static final RateLimit NONE = new RateLimit(0, 0, System::nanoTime);

  private final long nanosPerCall;
  private final long burstNanos;
  private final LongSupplier nanos;
  private long next;

  private RateLimit(int perSecond, int burst, LongSupplier nanos) {
    this.nanosPerCall = perSecond > 0 ? TimeUnit.SECONDS.toNanos(1) / perSecond : 0;
    this.burstNanos = nanosPerCall * Math.max(0, burst - 1);
    this.nanos = nanos;
    this.next = nanos.getAsLong() - burstNanos;
  }

  /**
   * Creates a limit of {@code perSecond} calls on average.
   *
   * @param perSecond calls per second; 0: no limit
   * @param burst maximum number of calls at once after a pause; at least 1
   */
  public static RateLimit of(int perSecond, int burst) {
    return of(perSecond, burst, System::nanoTime);
  }

  static RateLimit of(int perSecond, int burst, LongSupplier nanos) {
    return perSecond <= 0 ? NONE : new RateLimit(perSecond, burst, nanos);
  }

  /** Takes a token and waits until it is valid. */
  public void acquire() throws InterruptedException {
    long wait = reserve();
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }

  /** Takes a token if one is valid now; does not wait. */
  synchronized boolean tryAcquire() {
    if (nanosPerCall == 0) {
      return true;
    }
    long now = nanos.getAsLong();
    long validAt = Math.max(next, now - burstNanos);
    if (validAt - now > 0) {
      return false;
    }
    next = validAt + nanosPerCall;
    return true;
  }

  /** Takes a token; returns the nanoseconds until it is valid. */
  synchronized long reserve() {
    if (nanosPerCall == 0) {
      return 0;
    }
    long now = nanos.getAsLong();
    long validAt = Math.max(next, now - burstNanos);
    next = validAt + nanosPerCall;
    return Math.max(0, validAt - now);
  }
}
