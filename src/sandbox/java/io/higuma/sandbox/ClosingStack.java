package io.higuma.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;

/**
 * Closes resources in reverse order: on {@link #close}, or in a shutdown hook when the process is
 * terminated. A second caller waits for the first.
 */
final class ClosingStack implements AutoCloseable {
  private final Deque<Closing> open = new ArrayDeque<>();
  private final Thread hook = new Thread(this::closeAll, "close-sandbox");
  private boolean closed;

  /** A resource to close. */
  interface Closing extends AutoCloseable {
    @Override
    void close();
  }

  ClosingStack() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Adds a resource; closes it immediately if the stack is closed. */
  synchronized void add(Closing closing) {
    if (closed) {
      closing.close();
    } else {
      open.push(closing);
    }
  }

  private synchronized void closeAll() {
    closed = true;
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  /** Closes all resources. Does not return during a shutdown: the exit code is already set. */
  @Override
  public void close() {
    closeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // Callers that continued would report the closed cluster as an error.
      while (true) {
        LockSupport.park(this);
      }
    }
  }
}
