package io.higuma.cluster.client;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/**
 * Limits calls of the API at a start: two at a time, and no watch, until it is opened. Calls at the
 * same time need a connection each, and the TLS handshakes of all of them take longer than the
 * calls one after another on two connections.
 */
public final class PrioritySemaphore {
  /** So many that the server works on one call while the answer of another is read. */
  private static final int AT_ONCE = 2;

  private static final int UNLIMITED = Integer.MAX_VALUE - AT_ONCE;

  private final Semaphore permits = new Semaphore(AT_ONCE, true);
  private final CountDownLatch open = new CountDownLatch(1);

  /** One that limits nothing. */
  public static PrioritySemaphore opened() {
    var semaphore = new PrioritySemaphore();
    semaphore.open();
    return semaphore;
  }

  /** Limits nothing from now on. */
  public synchronized void open() {
    if (open.getCount() > 0) {
      permits.release(UNLIMITED);
      open.countDown();
    }
  }

  /** Waits for a permit, which ends when it is closed. */
  public Permit acquire() throws InterruptedException {
    permits.acquire();
    return permits::release;
  }

  /** Waits until nothing is limited. */
  public void awaitOpen() throws InterruptedException {
    open.await();
  }

  /** A call that has been let through. */
  public interface Permit extends AutoCloseable {
    @Override
    void close();
  }
}
