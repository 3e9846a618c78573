package io.higuma.cluster;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/**
 * Lets few calls of the API through at a time until it is opened, and no watch. Calls at the same
 * time need a connection each, and at a start the handshakes of all of them would take longer than
 * the calls one after another on few connections.
 */
public final class Turnstile {
  /** So many that the server works on one call while the answer of another is read. */
  private static final int AT_ONCE = 2;

  private static final int EVERYBODY = Integer.MAX_VALUE - AT_ONCE;

  private final Semaphore turns = new Semaphore(AT_ONCE, true);
  private final CountDownLatch open = new CountDownLatch(1);

  /** Lets everything through from the beginning. */
  public static Turnstile opened() {
    var turnstile = new Turnstile();
    turnstile.open();
    return turnstile;
  }

  /** Lets everything through from now on. */
  public synchronized void open() {
    if (open.getCount() > 0) {
      turns.release(EVERYBODY);
      open.countDown();
    }
  }

  /** Waits for a turn, which ends when it is closed. */
  Turn pass() throws InterruptedException {
    turns.acquire();
    return turns::release;
  }

  /** Waits until everything is let through. */
  void awaitOpen() throws InterruptedException {
    open.await();
  }

  /** A call that has been let through. */
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }
}
