package io.higuma.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What must not be left behind, closed in the opposite order of its opening: at the end, or when
 * the process is told to end. Whoever closes later waits for who closed first.
 */
final class Curtain implements AutoCloseable {
  private final Deque<Closing> open = new ArrayDeque<>();
  private final Thread hook = new Thread(this::fall, "curtain");
  private boolean fallen;

  /** Closes something. */
  interface Closing extends AutoCloseable {
    @Override
    void close();
  }

  Curtain() {
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

  @Override
  public void close() {
    fall();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stopping) {
      // It is the hook that has closed everything.
    }
  }
}
