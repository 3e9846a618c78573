package io.higuma.api;

import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.SupervisedLoop;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Lists the Pods of the cluster with their injection states, on request and, on the leader,
 * periodically for the metric {@code higuma_pods}. Runs one listing at a time, because each reads
 * all Pods from the API server, and keeps the last one as {@link InventoryCache} describes.
 */
public final class Inventory implements AutoCloseable {
  /** Interval of the counts for the metric. */
  public static final Duration PERIOD = Duration.ofMinutes(5);

  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(2);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Logger LOG = Logger.getLogger(Inventory.class);

  private final InventoryReader reader;
  private final InventoryCache cache;
  private final LongSupplier nanos;
  private final BooleanSupplier isLeader;
  private final Duration period;
  private final SupervisedLoop countLoop;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Map<String, Integer> counts = Map.of();

  /** Only used by the loop. */
  private long countedAt;

  /**
   * Creates an inventory that does not count yet.
   *
   * @param isLeader whether this process is the leader
   * @param period interval of the counts
   * @param loops supervises the counting loop
   */
  public Inventory(
      ClusterInspection inspector,
      BooleanSupplier isLeader,
      Duration period,
      MeterRegistry meters,
      LoopSupervisor loops) {
    this(
        new PodInventoryReader(inspector, InstantSource.system()),
        System::nanoTime,
        isLeader,
        period,
        meters,
        loops);
  }

  /** With another reader and monotonic clock. */
  Inventory(
      InventoryReader reader,
      LongSupplier nanos,
      BooleanSupplier isLeader,
      Duration period,
      MeterRegistry meters,
      LoopSupervisor loops) {
    this.reader = reader;
    this.nanos = nanos;
    this.isLeader = isLeader;
    this.period = period;
    this.countLoop = loops.loop("inventory", HEARTBEAT_LIMIT, this::iterate);
    this.cache =
        new InventoryCache(
            new InventoryCache.Source(
                this::readAll,
                reader::settings,
                nanos,
                countLoop::wake,
                () -> listeners.forEach(Runnable::run)));
    for (var state : InventorySnapshot.STATES) {
      Gauge.builder("higuma_pods", this, inventory -> inventory.value(state))
          .description("Pods by injection state, counted by the leader")
          .tag("state", state)
          .register(meters);
    }
  }

  /** Starts the counting loop. */
  public void start() {
    countLoop.start();
  }

  /** Adds a callback after each read that found other Pods or states; must not block. */
  public void listen(Runnable changed) {
    listeners.add(changed);
  }

  /**
   * All Pods, as read in the last seconds: at least a second, and up to ten times as long as the
   * API server needs to list them.
   *
   * @throws ProblemException if they cannot be read
   */
  public InventorySnapshot recent() {
    return cache.recent();
  }

  /**
   * The Pods of a namespace, read now.
   *
   * @param namespace empty for all
   * @throws ProblemException if they cannot be read
   */
  public InventorySnapshot fresh(String namespace) {
    return namespace.isEmpty()
        ? cache.fresh()
        : cache.exclusively(() -> reader.read(namespace, () -> {}));
  }

  private double value(String state) {
    var now = counts;
    return now.isEmpty() ? Double.NaN : now.getOrDefault(state, 0);
  }

  private InventorySnapshot readAll(Runnable beat) {
    var snapshot = reader.read("", beat);
    if (isLeader.getAsBoolean()) {
      counts = snapshot.counts();
    }
    return snapshot;
  }

  private NextRun iterate(SupervisedLoop loop) throws InterruptedException {
    if (cache.untilRefresh().filter(Duration::isZero).isPresent()) {
      withPermit(loop, () -> cache.refresh(loop::beat));
    }
    if (!isLeader.getAsBoolean()) {
      counts = Map.of();
    } else if (counts.isEmpty() || nanos.getAsLong() - countedAt >= period.toNanos()) {
      withPermit(loop, () -> count(loop));
      countedAt = nanos.getAsLong();
    }
    cache.forgetUnused();
    return NextRun.between(SHORTEST_PAUSE, longestPause());
  }

  private Duration longestPause() {
    if (!isLeader.getAsBoolean()) {
      return SHORTEST_PAUSE;
    }
    return cache
        .untilRefresh()
        .map(pause -> Collections.max(List.of(pause, SHORTEST_PAUSE)))
        .filter(pause -> pause.compareTo(LONGEST_PAUSE) < 0)
        .orElse(LONGEST_PAUSE);
  }

  private void count(SupervisedLoop loop) {
    counts = reader.readStates(loop::beat).counts();
  }

  private void withPermit(SupervisedLoop loop, Runnable read) throws InterruptedException {
    var permit = loop.await(cache::acquire);
    try {
      read.run();
    } catch (ProblemException e) {
      LOG.warnf("Pods could not be listed: %s", e.getMessage());
    } finally {
      permit.release();
    }
  }

  @Override
  public void close() {
    countLoop.close();
  }
}
