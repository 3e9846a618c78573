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
 * Keys that must be looked at. A key waits only once however often it is added, and is never given
 * out while somebody works on it: what is added meanwhile comes back when that work is done. A key
 * is a hint and not a message, so nothing is lost by adding it up.
 *
 * @param <K> the kind of keys
 */
final class WorkQueue<K> {

  /** How soon a key is wanted. */
  enum Urgency {
    /** Something happened to this very key. */
    NOW,
    /** One of many: a first list, or a change that reaches many keys. */
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
  private final PriorityLanes<K> turns = new PriorityLanes<>(this::isForLater);
  private final PriorityQueue<Delayed<K>> delayed = new PriorityQueue<>();
  private long retries;

  /**
   * An empty queue.
   *
   * @param backoff how long a key that failed waits
   * @param nanos a clock that only runs forward
   */
  WorkQueue(Backoff backoff, LongSupplier nanos) {
    this.backoff = backoff;
    this.nanos = nanos;
  }

  /** The key must be looked at. */
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

  /** The key must be looked at when this time has passed, unless something happens before. */
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

  /** The next key, waited for; the caller ends its work by {@link #done} or {@link #retry}. */
  K take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        Optional<K> next = poll();
        if (next.isPresent()) {
          // Whoever was woken for this key may have been the one who watched the clock.
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

  /** The next key if there is one now. */
  Optional<K> poll() {
    lock.lock();
    try {
      wakeDelayed();
      K key = turns.next();
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

  /** The work on this key is done, and well. */
  void done(K key) {
    finish(key, false, Duration.ZERO);
  }

  /**
   * The work on this key failed: it comes again after a while, which grows from failure to failure.
   *
   * @param atLeast it does not come before this, unless something happens
   */
  void retry(K key, Duration atLeast) {
    finish(key, true, atLeast);
  }

  /** How often the work on this key has failed in a row. */
  int failures(K key) {
    return read(
        () -> {
          Entry entry = entries.get(key);
          return entry == null ? 0 : entry.failures;
        });
  }

  /** How long ago the key that is being worked on was added. */
  Duration since(K key) {
    return read(() -> Duration.ofNanos(age(key)));
  }

  /** Forgets all keys that wait. */
  void clear() {
    lock.lock();
    try {
      turns.clear();
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

  /** How many keys wait to be given out, those that are delayed not counted. */
  int depth() {
    return count(entry -> entry.waiting != null && !entry.working);
  }

  /** How many keys wait for their time. */
  int delayed() {
    return count(entry -> entry.delayed);
  }

  /** How many keys are being worked on. */
  int working() {
    return count(entry -> entry.working);
  }

  /** How often work has failed so far. */
  long retries() {
    return read(() -> retries);
  }

  /** How long the key that waits longest has been waiting. */
  Duration age() {
    return read(() -> Duration.ofNanos(turns.firsts().mapToLong(this::age).max().orElse(0)));
  }

  private int count(Predicate<Entry> which) {
    return read(() -> (int) entries.values().stream().filter(which).count());
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

  private boolean isForLater(K key) {
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
      // Comes back in finish().
      entry.waiting = entry.waiting == Urgency.NOW ? Urgency.NOW : urgency;
      return;
    }
    if (entry.waiting == null) {
      entry.since = nanos.getAsLong();
      turns.add(key, urgency);
      entry.waiting = urgency;
      changed.signal();
    } else if (entry.waiting == Urgency.LATER && urgency == Urgency.NOW) {
      // Its place among the others is passed over when its turn comes there.
      turns.add(key, Urgency.NOW);
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

  private void wakeDelayed() {
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
