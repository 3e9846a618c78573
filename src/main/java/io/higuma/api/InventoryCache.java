package io.higuma.api;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last inventory for a short time, because each reads all Pods from the API server. One
 * caller reads at a time; the others get the last one or wait.
 *
 * <p>An inventory is used for ten times as long as it took to read, at least for a second. After
 * that, a caller reads again if that is quick, else it gets the last one. It is not used after a
 * change of the settings, or after two minutes. Whenever a caller gets an inventory that was read
 * before its call, a refresh is requested, so that a page that follows changes sees the newest one.
 */
final class InventoryCache {
  /** How long any inventory is used. */
  static final Duration SHORTEST_USE = Duration.ofSeconds(1);

  /** How long an inventory is used at most, and kept without a request for it. */
  static final Duration LONGEST_USE = Duration.ofMinutes(2);

  /** A caller waits for a read that takes at most this time. */
  static final Duration QUICK = Duration.ofMillis(50);

  private static final int USE_PER_READ = 10;
  private static final Duration WAIT_TIMEOUT = Duration.ofSeconds(20);

  /**
   * Where inventories come from.
   *
   * @param read reads one; calls its argument from time to time
   * @param settings what it depends on besides the Pods; compared by {@code equals}
   * @param nanos monotonic clock
   * @param refreshRequested called when {@link #untilRefresh} is no longer empty
   * @param changed called after a read that found other Pods or states than the one before
   */
  record Source(
      Function<Runnable, InventorySnapshot> read,
      Supplier<Object> settings,
      LongSupplier nanos,
      Runnable refreshRequested,
      Runnable changed) {}

  private record Entry(InventorySnapshot snapshot, Object settings, long began, long ended) {
    long tookNanos() {
      return ended - began;
    }
  }

  private final Source source;
  private final Semaphore permit = new Semaphore(1);
  private volatile @Nullable Entry last;
  private volatile long lastRequested;
  private volatile boolean refreshRequested;

  InventoryCache(Source source) {
    this.source = source;
  }

  /**
   * An inventory of the last seconds.
   *
   * @throws ProblemException if none can be read
   */
  InventorySnapshot recent() {
    long now = source.nanos().getAsLong();
    lastRequested = now;
    Entry known = last;
    if (known == null || !known.settings().equals(source.settings().get())) {
      return readSince(now);
    }
    long age = now - known.ended();
    boolean isQuick = known.tookNanos() <= QUICK.toNanos();
    if (age > LONGEST_USE.toNanos() || (isQuick && age > use(known))) {
      return readSince(now);
    }
    refreshRequested = true;
    source.refreshRequested().run();
    return known.snapshot();
  }

  /**
   * An inventory that was read after this call.
   *
   * @throws ProblemException if none can be read
   */
  InventorySnapshot fresh() {
    long now = source.nanos().getAsLong();
    lastRequested = now;
    return readSince(now);
  }

  /**
   * Time until {@link #refresh} should be called, not negative; empty if no caller got an old
   * inventory since the last read.
   */
  Optional<Duration> untilRefresh() {
    Entry known = last;
    if (!refreshRequested || known == null) {
      return Optional.empty();
    }
    long age = source.nanos().getAsLong() - known.ended();
    return Optional.of(Duration.ofNanos(Math.max(0, use(known) - age)));
  }

  /**
   * Reads with the permit that was acquired by {@link #acquire}.
   *
   * @param beat called from time to time
   */
  InventorySnapshot refresh(Runnable beat) {
    var settings = source.settings().get();
    long began = source.nanos().getAsLong();
    var snapshot = source.read().apply(beat);
    Entry before = last;
    last = new Entry(snapshot, settings, began, source.nanos().getAsLong());
    refreshRequested = false;
    if (before != null && !before.snapshot().hasSamePods(snapshot)) {
      source.changed().run();
    }
    return snapshot;
  }

  /** The permit to read; waits without a time limit. */
  Semaphore acquire() throws InterruptedException {
    permit.acquire();
    return permit;
  }

  /** Gives the memory back after some time without requests. */
  void forgetUnused() {
    if (source.nanos().getAsLong() - lastRequested > LONGEST_USE.toNanos()) {
      last = null;
    }
  }

  /** Whether no inventory is kept. */
  boolean isEmpty() {
    return last == null;
  }

  private static long use(Entry entry) {
    return Math.min(
        LONGEST_USE.toNanos(), Math.max(SHORTEST_USE.toNanos(), entry.tookNanos() * USE_PER_READ));
  }

  /** What another caller has begun to read after {@code moment}, else reads. */
  private InventorySnapshot readSince(long moment) {
    return exclusively(
        () -> {
          Entry known = last;
          return known != null
                  && known.began() - moment >= 0
                  && known.settings().equals(source.settings().get())
              ? known.snapshot()
              : refresh(() -> {});
        });
  }

  /**
   * Reads while nothing else is read.
   *
   * @throws ProblemException if other reads take too long
   */
  InventorySnapshot exclusively(Supplier<InventorySnapshot> read) {
    try {
      if (!permit.tryAcquire(WAIT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ProblemException(
            Problem.Kind.UNAVAILABLE, "other inventories are running; retry later");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(Problem.Kind.UNAVAILABLE, "stopping");
    }
    try {
      return read.get();
    } finally {
      permit.release();
    }
  }
}
