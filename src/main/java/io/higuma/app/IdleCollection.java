package io.higuma.app;

import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.SupervisedLoop;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Collects the whole heap when there is little to do after much work. The serial collector does so
 * only when it needs memory, and otherwise keeps the garbage of the last burst, such as the Pods of
 * the first list, until the next (ADR 9).
 */
final class IdleCollection implements AutoCloseable {
  /** Interval of the checks. */
  static final Duration PERIOD = Duration.ofSeconds(5);

  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(1);

  /** Most collections in a period in which the process counts as idle. */
  private static final long MOST_WHEN_IDLE = 1;

  /** Fewest collections since the last one of the whole heap that make another worth its pause. */
  private static final long FEWEST_BEFORE = 5;

  private final LongSupplier collections;
  private final Runnable collect;
  private final SupervisedLoop loop;
  private long seen;
  private long collectedAt;

  IdleCollection(LoopSupervisor loops) {
    this(loops, IdleCollection::count, System::gc);
  }

  /**
   * Does nothing before {@link #start}.
   *
   * @param collections number of collections so far
   * @param collect collects the whole heap
   */
  IdleCollection(LoopSupervisor loops, LongSupplier collections, Runnable collect) {
    this.collections = collections;
    this.collect = collect;
    this.loop =
        loops.loop(
            "idle collection",
            HEARTBEAT_LIMIT,
            _ -> {
              collectIfIdle();
              return NextRun.in(PERIOD);
            });
  }

  void start() {
    loop.start();
  }

  /** Runs once in a period. */
  void collectIfIdle() {
    long now = collections.getAsLong();
    boolean isIdle = now - seen <= MOST_WHEN_IDLE;
    seen = now;
    if (isIdle && now - collectedAt >= FEWEST_BEFORE) {
      collect.run();
      seen = collections.getAsLong();
      collectedAt = seen;
    }
  }

  @Override
  public void close() {
    loop.close();
  }

  private static long count() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }
}
