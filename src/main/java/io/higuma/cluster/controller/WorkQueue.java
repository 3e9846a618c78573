package io.higuma.cluster.controller;

import io.higuma.loop.Backoff;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Deduplicating work queue of object keys, with priorities, delays and backoff. A queued key that
 * is added again stays queued once. A key is never returned to two workers at the same time: if it
 * is added while it is processed, it is requeued when the worker finishes it.
 *
 * @param <K> the key type
 */
final class WorkQueue<K> {

  /** Priority of a key. */
  enum Urgency {
    /** High: a change of the object itself. */
    NOW,
    /** Low: one of many keys, from an initial list or a change that affects many keys. */
    LATER
  }

  private static final class Entry {
    @Nullable Urgency waiting;
    long since;
    long due;
    boolean delayed;
    boolean working;
    int failures;
  }

  private record Delayed<K>(long due, K key) implements Comparable<Delayed<K>> {
    @Override
    public int compareTo(Delayed<K> other) {
      return Long.compare(due - other.due, 0);
    }
  }

  private final Backoff backoff;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<K, Entry> entries = new HashMap<>();
  private final PriorityLanes<K> lanes = new PriorityLanes<>(this::isLowPriority);
  private final PriorityQueue<Delayed<K>> delayed = new PriorityQueue<>();
  private long retries;

  /**
   * Creates an empty queue.
   *
   * @param backoff delay of a failed key
   * @param nanos monotonic clock
   */
  WorkQueue(Backoff backoff, LongSupplier nanos) {
    this.backoff = backoff;
    this.nanos = nanos;
  }

  /** Enqueues a key. */
  void add(K key, Urgency urgency) {
    lock.lock();
    try {
      Entry entry = entries.computeIfAbsent(key, added -> new Entry());
      entry.delayed = false;
      enqueue(key, entry, urgency);
    } finally {
      lock.unlock();
    }
  }

  /** Enqueues a key after a delay; no effect if it is already queued. */
  void addAfter(K key, Duration delay) {
    lock.lock();
    try {
      Entry entry = entries.computeIfAbsent(key, added -> new Entry());
      if (entry.waiting == null) {
        delay(key, entry, delay);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the next key; the caller must finish it with {@link #done} or {@link #retry}. */
  K take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        Optional<K> next = poll();
        if (next.isPresent()) {
          // The signalled worker may be the one that waits for the next delayed key.
          changed.signal();
          return next.get();
        }
        Delayed<K> first = delayed.peek();
        if (first == null) {
          changed.await();
        } else {
          var _ = changed.await(first.due() - nanos.getAsLong(), TimeUnit.NANOSECONDS);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** The next key; empty if no key is queued. */
  Optional<K> poll() {
    lock.lock();
    try {
      enqueueDue();
      K key = lanes.next();
      if (key == null) {
        return Optional.empty();
      }
      Entry entry = entries.computeIfAbsent(key, added -> new Entry());
      entry.waiting = null;
      entry.working = true;
      return Optional.of(key);
    } finally {
      lock.unlock();
    }
  }

  /** Finishes a key that was processed successfully. */
  void done(K key) {
    finish(key, false, Duration.ZERO);
  }

  /**
   * Finishes a key that failed and requeues it with a backoff that grows with each failure.
   *
   * @param atLeast lower bound of the backoff; {@link #add} enqueues the key earlier
   */
  void retry(K key, Duration atLeast) {
    finish(key, true, atLeast);
  }

  /** Number of consecutive failures of a key. */
  int failures(K key) {
    return read(
        () -> {
          Entry entry = entries.get(key);
          return entry == null ? 0 : entry.failures;
        });
  }

  /** Time since the key was enqueued. */
  Duration since(K key) {
    return read(() -> Duration.ofNanos(age(key)));
  }

  /** Removes all queued and delayed keys. */
  void clear() {
    lock.lock();
    try {
      lanes.clear();
      delayed.clear();
      entries.values().removeIf(entry -> !entry.working);
      entries
          .values()
          .forEach(
              entry -> {
                entry.waiting = null;
                entry.delayed = false;
              });
    } finally {
      lock.unlock();
    }
  }

  /** Number of queued keys, without delayed keys. */
  int depth() {
    return count(entry -> entry.waiting != null && !entry.working);
  }

  /** Number of delayed keys. */
  int delayed() {
    return count(entry -> entry.delayed);
  }

  /** Number of keys being processed. */
  int working() {
    return count(entry -> entry.working);
  }

  /** Total number of failures. */
  long retries() {
    return read(() -> retries);
  }

  /** Age of the oldest queued key. */
  Duration age() {
    return read(() -> Duration.ofNanos(lanes.firsts().mapToLong(this::age).max().orElse(0)));
  }

  private int count(Predicate<Entry> filter) {
    return read(() -> (int) entries.values().stream().filter(filter).count());
  }

  private <T> T read(Supplier<T> read) {
    lock.lock();
    try {
      return read.get();
    } finally {
      lock.unlock();
    }
  }

  private long age(K key) {
    Entry entry = entries.get(key);
    return entry == null ? 0 : nanos.getAsLong() - entry.since;
  }

  private boolean isLowPriority(K key) {
    Entry entry = entries.get(key);
    return entry != null && entry.waiting == Urgency.LATER && !entry.working;
  }

  private void finish(K key, boolean failed, Duration atLeast) {
    lock.lock();
    try {
      Entry entry = entries.get(key);
      if (entry == null) {
        return;
      }
      entry.working = false;
      entry.failures = failed ? entry.failures + 1 : 0;
      retries += failed ? 1 : 0;
      if (entry.waiting != null) {
        Urgency urgency = entry.waiting;
        entry.waiting = null;
        enqueue(key, entry, urgency);
      } else if (failed && !entry.delayed) {
        Duration wait = backoff.after(entry.failures);
        delay(key, entry, wait.compareTo(atLeast) < 0 ? atLeast : wait);
      } else if (!entry.delayed) {
        entries.remove(key);
      }
    } finally {
      lock.unlock();
    }
  }

  private void enqueue(K key, Entry entry, Urgency urgency) {
    if (entry.working) {
      // Requeued by finish().
      entry.waiting = entry.waiting == Urgency.NOW ? Urgency.NOW : urgency;
      return;
    }
    if (entry.waiting == null) {
      entry.since = nanos.getAsLong();
      lanes.add(key, urgency);
      entry.waiting = urgency;
      changed.signal();
    } else if (entry.waiting == Urgency.LATER && urgency == Urgency.NOW) {
      // Its entry in the low-priority lane is skipped by PriorityLanes.
      lanes.add(key, Urgency.NOW);
      entry.waiting = Urgency.NOW;
    }
  }

  private void delay(K key, Entry entry, Duration delay) {
    long due = nanos.getAsLong() + delay.toNanos();
    if (!entry.delayed || due - entry.due < 0) {
      entry.delayed = true;
      entry.due = due;
      delayed.add(new Delayed<>(due, key));
      changed.signal();
    }
  }

  private void enqueueDue() {
    Delayed<K> first = delayed.peek();
    while (first != null && first.due() - nanos.getAsLong() <= 0) {
      delayed.remove();
      Entry entry = entries.get(first.key());
      if (entry != null && entry.delayed && entry.due == first.due()) {
        entry.delayed = false;
        enqueue(first.key(), entry, Urgency.NOW);
      }
      first = delayed.peek();
    }
  }
}
