package io.higuma.cluster.controller;

import io.higuma.cluster.controller.WorkQueue.Urgency;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two FIFO queues of object keys by urgency: urgent keys first, without starving the others. Not
 * thread-safe; the caller must hold the lock.
 *
 * @param <K> the key type
 */
final class PriorityLanes<K> {
  /** Number of urgent keys in a row after which one other key is returned. */
  private static final int URGENT_IN_A_ROW = 8;

  private final Predicate<K> isLowPriority;
  private final Deque<K> now = new ArrayDeque<>();
  private final Deque<K> later = new ArrayDeque<>();
  private int urgentInARow;

  /**
   * Creates empty lanes.
   *
   * @param isLowPriority whether a key is still queued as not urgent; other keys are removed from
   *     that queue
   */
  PriorityLanes(Predicate<K> isLowPriority) {
    this.isLowPriority = isLowPriority;
  }

  void add(K key, Urgency urgency) {
    (urgency == Urgency.NOW ? now : later).add(key);
  }

  void clear() {
    now.clear();
    later.clear();
  }

  /** The oldest key of each urgency. */
  Stream<K> firsts() {
    return Stream.of(now, later).flatMap(keys -> Stream.ofNullable(keys.peek()));
  }

  /** Removes and returns the next key; null if there is none. */
  @Nullable K next() {
    K other = firstLowPriority();
    if (other != null && (now.isEmpty() || urgentInARow >= URGENT_IN_A_ROW)) {
      urgentInARow = 0;
      return later.remove();
    }
    urgentInARow++;
    return now.poll();
  }

  /** The oldest key that is still not urgent. */
  private @Nullable K firstLowPriority() {
    K first = later.peek();
    while (first != null && !isLowPriority.test(first)) {
      later.remove();
      first = later.peek();
    }
    return first;
  }
}
