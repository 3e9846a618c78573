package io.higuma.cluster.controller;

import io.higuma.cluster.controller.WorkQueue.Urgency;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * In which order waiting keys are given out: urgent ones first, but not so many in a row that the
 * others starve. The caller locks.
 *
 * @param <K> the kind of keys
 */
final class PriorityLanes<K> {
  /** After so many urgent keys in a row one of the others has its turn. */
  private static final int URGENT_IN_A_ROW = 8;

  private final Predicate<K> isForLater;
  private final Deque<K> now = new ArrayDeque<>();
  private final Deque<K> later = new ArrayDeque<>();
  private int urgentInARow;

  /**
   * Nobody waits.
   *
   * @param isForLater whether a key still waits among those that are not urgent; one that does not
   *     loses its place there
   */
  PriorityLanes(Predicate<K> isForLater) {
    this.isForLater = isForLater;
  }

  void add(K key, Urgency urgency) {
    (urgency == Urgency.NOW ? now : later).add(key);
  }

  void clear() {
    now.clear();
    later.clear();
  }

  /** Those that have waited longest, of each urgency one. */
  Stream<K> firsts() {
    return Stream.of(now, later).flatMap(keys -> Stream.ofNullable(keys.peek()));
  }

  /** Whose turn it is, who then waits no more. */
  @Nullable K next() {
    K other = firstForLater();
    if (other != null && (now.isEmpty() || urgentInARow >= URGENT_IN_A_ROW)) {
      urgentInARow = 0;
      return later.remove();
    }
    urgentInARow++;
    return now.poll();
  }

  /** The first of the keys that are not urgent and have not become so meanwhile. */
  private @Nullable K firstForLater() {
    K first = later.peek();
    while (first != null && !isForLater.test(first)) {
      later.remove();
      first = later.peek();
    }
    return first;
  }
}
