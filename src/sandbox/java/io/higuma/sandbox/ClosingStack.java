package io.higuma.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;

/**
 * What must not be left behind, closed in the opposite order of its opening: at the end, or when
 * the process is told to end. Whoever closes later waits for who closed first.
 */
final class ClosingStack implements AutoCloseable {
  private final Deque<Closing> open = new ArrayDeque<>();
  private final Thread hook = new Thread(this::fall, "curtain");
  private boolean fallen;

  /** Closes something. */
  interface Closing extends AutoCloseable {
    @Override
    void close();
  }

  ClosingStack() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Closes this, too; at once where the curtain has fallen already. */
  synchronized void add(Closing closing) {
    if (fallen) {
      closing.close();
    } else {
      open.push(closing);
    }
  }

  private synchronized void fall() {
    fallen = true;
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  /** Closes everything. Does not return where the process is being ended: it has its exit code. */
  @Override
  public void close() {
    fall();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // Whoever went on from here would take the closed cluster for a fault, and say so.
      while (true) {
        LockSupport.park(this);
      }
    }
  }
}
