package io.higuma.admission;

import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Bounded queue of received requests of one event loop. The event loop reads connections between
 * batches, so under overload requests beyond the limit are rejected at once instead of after all
 * queued ones. Not thread-safe: used only on its event loop.
 */
final class DispatchQueue {
  /** Requests per batch, before connections are read again. */
  private static final int BATCH_SIZE = 32;

  private final Context context;
  private final int capacity;
  private final Queue<Runnable> queue = new ArrayDeque<>();
  private boolean scheduled;

  /**
   * Creates an empty queue.
   *
   * @param context the event loop
   * @param capacity maximum number of queued requests
   */
  DispatchQueue(Context context, int capacity) {
    this.context = context;
    this.capacity = capacity;
  }

  /** Queues a request; returns false if the queue is full. */
  boolean offer(Runnable request) {
    if (queue.size() >= capacity) {
      return false;
    }
    queue.add(request);
    if (!scheduled) {
      scheduled = true;
      context.runOnContext(nothing -> runBatch());
    }
    return true;
  }

  private void runBatch() {
    for (int i = 0; i < BATCH_SIZE; i++) {
      var request = queue.poll();
      if (request == null) {
        scheduled = false;
        return;
      }
      request.run();
    }
    context.runOnContext(nothing -> runBatch());
  }
}
