package io.higuma.admission;

import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Calls that one event loop has received and not yet decided. Connections are read before the next
 * calls are decided, so under overload the loop learns at once how many wait, and those beyond the
 * limit hear so at once instead of after all others. Lives on its event loop alone.
 */
final class DispatchQueue {
  /** How many calls are decided before connections are looked at again. */
  private static final int TURN = 32;

  private final Context context;
  private final int seats;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean scheduled;

  /**
   * An empty backlog.
   *
   * @param context the event loop
   * @param seats how many calls may wait
   */
  DispatchQueue(Context context, int seats) {
    this.context = context;
    this.seats = seats;
  }

  /** Decides a call when its turn comes; says no where too many wait. */
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
