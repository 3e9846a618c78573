package io.higuma.cluster.client;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as it comes in: whoever reads waits, and the server is slowed down while
 * too much is unread. Read to its end, the connection can be used again; closed before, it is cut.
 */
final class ResponseBodyStream extends InputStream implements AsyncBody.Consumer<List<ByteBuffer>> {
  private static final int MUCH = 1 << 18;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<ByteBuffer> buffers = new ArrayDeque<>();
  private int unread;
  private boolean stopped;
  private boolean ended;
  private boolean closed;
  private @Nullable Throwable failure;
  private @Nullable AsyncBody body;

  /** Begins to take in this body. */
  void from(AsyncBody source) {
    lock.lock();
    try {
      body = source;
      if (closed) {
        source.cancel();
        return;
      }
    } finally {
      lock.unlock();
    }
    var _ = source.done().whenComplete((nothing, error) -> end(error));
    source.consume();
  }

  @Override
  public void consume(List<ByteBuffer> more, AsyncBody source) {
    boolean goOn;
    lock.lock();
    try {
      for (ByteBuffer buffer : more) {
        if (buffer.hasRemaining()) {
          buffers.add(buffer);
          unread += buffer.remaining();
        }
      }
      goOn = unread < MUCH;
      stopped = !goOn;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (goOn) {
      source.consume();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count;
    AsyncBody stalled = null;
    lock.lock();
    try {
      ByteBuffer next = next();
      if (next == null) {
        return -1;
      }
      count = Math.min(length, next.remaining());
      next.get(target, offset, count);
      unread -= count;
      if (!next.hasRemaining()) {
        buffers.remove();
      }
      if (stopped && unread < MUCH / 2) {
        stopped = false;
        stalled = body;
      }
    } finally {
      lock.unlock();
    }
    if (stalled != null) {
      stalled.consume();
    }
    return count;
  }

  /** The next buffer, waited for; null at the end. */
  private @Nullable ByteBuffer next() throws IOException {
    while (true) {
      if (closed) {
        throw new IOException("closed");
      }
      ByteBuffer next = buffers.peek();
      if (next != null) {
        return next;
      }
      if (failure != null) {
        throw new IOException(String.valueOf(failure.getMessage()), failure);
      }
      if (ended) {
        return null;
      }
      try {
        changed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new java.io.InterruptedIOException();
      }
    }
  }

  private void end(@Nullable Throwable error) {
    lock.lock();
    try {
      ended = true;
      failure = error;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    AsyncBody cut = null;
    lock.lock();
    try {
      if (!closed && !ended) {
        cut = body;
      }
      closed = true;
      buffers.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (cut != null) {
      cut.cancel();
    }
  }
}
