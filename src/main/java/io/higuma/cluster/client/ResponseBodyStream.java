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
 * Blocking stream of a response body with backpressure: pauses the connection while 256 KiB or more
 * are unread. Reading to the end lets the client reuse the connection; closing earlier cancels the
 * response.
 */
final class ResponseBodyStream extends InputStream implements AsyncBody.Consumer<List<ByteBuffer>> {
  private static final int BUFFER_LIMIT = 1 << 18;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<ByteBuffer> buffers = new ArrayDeque<>();
  private int unread;
  private boolean paused;
  private boolean ended;
  private boolean closed;
  private @Nullable Throwable failure;
  private @Nullable AsyncBody body;

  /** Starts to receive this body. */
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
    var _ = source.done().whenComplete((ignored, error) -> end(error));
    source.consume();
  }

  @Override
  public void consume(List<ByteBuffer> received, AsyncBody source) {
    boolean hasRoom;
    lock.lock();
    try {
      for (ByteBuffer buffer : received) {
        if (buffer.hasRemaining()) {
          buffers.add(buffer);
          unread += buffer.remaining();
        }
      }
      hasRoom = unread < BUFFER_LIMIT;
      paused = !hasRoom;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (hasRoom) {
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
    AsyncBody resumed = null;
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
      if (paused && unread < BUFFER_LIMIT / 2) {
        paused = false;
        resumed = body;
      }
    } finally {
      lock.unlock();
    }
    if (resumed != null) {
      resumed.consume();
    }
    return count;
  }

  /** Waits for the next buffer; null at the end of the body. */
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
    AsyncBody canceled = null;
    lock.lock();
    try {
      if (!closed && !ended) {
        canceled = body;
      }
      closed = true;
      buffers.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (canceled != null) {
      canceled.cancel();
    }
  }
}
