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
  private static final int TURN = 32;

  private final Context context;
  private final int seats;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean scheduled;

  /**
   * Creates an empty queue.
   *
   * @param context the event loop
   * @param seats maximum number of queued requests
   */
  DispatchQueue(Context context, int seats) {
    this.context = context;
    this.seats = seats;
  }

  /** Queues a request; returns false if the queue is full. */
  boolean enter(Runnable call) {
    if (waiting.size() >= seats) {
      return false;
    }
    waiting.add(call);
    if (!scheduled) {
      scheduled = true;
      context.runOnContext(nothing -> turn());
    }
    return true;
  }

  private void turn() {
    for (int i = 0; i < TURN; i++) {
      var call = waiting.poll();
      if (call == null) {
        scheduled = false;
        return;
      }
      call.run();
    }
    context.runOnContext(nothing -> turn());
  }
}
