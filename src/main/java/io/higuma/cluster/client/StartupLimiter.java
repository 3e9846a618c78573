package io.higuma.cluster.client;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/**
 * Limits API calls during process start: two concurrent calls and no watch until the limit is
 * removed. Each concurrent call needs its own connection, and the TLS handshakes take longer than
 * the same calls in sequence on two connections.
 */
public final class StartupLimiter {
  /** Two: the server processes one call while the response of the other is read. */
  private static final int CONCURRENCY = 2;

  private static final int UNLIMITED = Integer.MAX_VALUE - CONCURRENCY;

  private final Semaphore permits = new Semaphore(CONCURRENCY, true);
  private final CountDownLatch unlimited = new CountDownLatch(1);

  /** Creates a limiter whose limit has been removed. */
  public static StartupLimiter unlimited() {
    var limiter = new StartupLimiter();
    limiter.removeLimit();
    return limiter;
  }

  /** Removes the limit. */
  public synchronized void removeLimit() {
    if (unlimited.getCount() > 0) {
      permits.release(UNLIMITED);
      unlimited.countDown();
    }
  }

  /** Waits for a permit; closing the permit releases it. */
  public Permit acquire() throws InterruptedException {
    permits.acquire();
    return permits::release;
  }

  /** Waits until the limit is removed. */
  public void awaitUnlimited() throws InterruptedException {
    unlimited.await();
  }

  /** The permit of one call. */
  public interface Permit extends AutoCloseable {
    @Override
    void close();
  }
}
