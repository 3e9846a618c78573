package io.higuma.cluster.controller;

import io.higuma.cluster.cache.ClusterStores;
import io.higuma.cluster.cache.ObjectKey;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.leader.ApiLease;
import io.higuma.cluster.leader.LeaderElection;
import io.higuma.dataplane.DataplaneFactory;
import io.higuma.dataplane.DataplaneSettings;
import io.higuma.loop.Backoff;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.OverdueLoop;
import io.higuma.loop.SupervisedLoop;
import io.higuma.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Keeps the Dataplanes of all Pods right while this process leads. All replicas watch; one of them,
 * the holder of the Lease {@code cp-leader-lease}, writes.
 */
public final class DataplaneController implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(DataplaneController.class);
  private static final String LEASE = "cp-leader-lease";
  private static final Duration FIRST_RETRY = Duration.ofMillis(10);
  private static final Duration LAST_RETRY = Duration.ofSeconds(30);

  /** How soon other endpoints of a Mesh reach the Dataplanes that list them. */
  private static final Duration FLUSH_PERIOD = Duration.ofSeconds(1);

  private static final Duration FLUSH_LIMIT = Duration.ofMinutes(2);
  private static final Duration ELECTION_LIMIT = Duration.ofMinutes(1);

  /**
   * What decides how it works.
   *
   * @param identity tells this process from all others
   * @param dataplanes what decides about Dataplanes
   * @param workers how many Pods are looked at at once
   * @param lease how long others wait before they take over
   * @param renewDeadline how long this process leads without having renewed the Lease
   * @param createMesh whether the Mesh {@code default} is created where there is none
   */
  public record Options(
      String identity,
      DataplaneSettings dataplanes,
      int workers,
      Duration lease,
      Duration renewDeadline,
      boolean createMesh) {

    /** What the whole configuration says. */
    public static Options of(Settings settings, String identity) {
      var kubernetes = settings.runtime().kubernetes();
      return new Options(
          identity,
          DataplaneSettings.of(settings),
          kubernetes.controllersConcurrency().podController(),
          kubernetes.leaderElection().leaseDuration(),
          kubernetes.leaderElection().renewDeadline(),
          !settings.meshDefaults().skipMeshCreation());
    }
  }

  private final ClusterStores stores;
  private final Options options;
  private final WorkQueue<ObjectKey> queue =
      new WorkQueue<>(new Backoff(FIRST_RETRY, LAST_RETRY), System::nanoTime);
  private final LeaderElection.Times times;
  private final LeaderElection election;
  private final PodEvents events;
  private final WatchHandlers triggers;
  private final Workers workers;
  private final DefaultMesh defaultMesh;
  private final SupervisedLoop electing;
  private final SupervisedLoop flushing;

  /**
   * Prepares everything; before the stores are started.
   *
   * @param api stays the caller's
   * @param stores stay the caller's
   * @param listener hears of every look at a Pod
   * @param loops what election and work are loops of
   */
  public DataplaneController(
      ApiCalls api,
      ClusterStores stores,
      Options options,
      MeterRegistry meters,
      ReconcileListener listener,
      LoopSupervisor loops) {
    this.stores = stores;
    this.options = options;
    this.times = new LeaderElection.Times(options.lease(), options.renewDeadline());
    Duration limit = times.renewDeadline().dividedBy(2);
    this.election =
        new LeaderElection(
            new ApiLease(api.client(), stores.systemNamespace(), LEASE, limit),
            options.identity(),
            times,
            LeaderElection.Clocks.SYSTEM,
            new Leading());
    this.events =
        new PodEvents(api.client(), options.identity(), Clock.systemUTC(), election, loops);
    this.defaultMesh = new DefaultMesh(api.client(), stores.meshes().store(), election, loops);
    boolean withEndpoints = !options.dataplanes().outboundsAsVips();
    DataplaneFactory factory = new DataplaneFactory(options.dataplanes());
    RewriteLimiter guard = new RewriteLimiter(System::nanoTime);
    this.triggers = new WatchHandlers(stores, factory, queue, guard, withEndpoints);
    ReconcileMetrics metrics = new ReconcileMetrics(meters);
    metrics.watch(queue);
    metrics.watch(events);
    metrics.watch(election);
    DataplaneWriter writer =
        new DataplaneWriter(api, stores.dataplanes().store(), election, withEndpoints);
    DataplaneReconciler reconciler =
        new DataplaneReconciler(
            new DataplaneReconciler.Parts(
                stores, factory, writer, guard, events, metrics, new QueueHistory(queue)));
    this.workers = new Workers(queue, reconciler::reconcile, metrics, listener, loops);
    this.electing =
        loops.loop(
            "election", ELECTION_LIMIT.plus(times.renewDeadline().multipliedBy(2)), _ -> elect());
    this.flushing = loops.loop("outbounds", FLUSH_LIMIT, _ -> flush());
  }

  private record QueueHistory(WorkQueue<ObjectKey> queue) implements DataplaneReconciler.History {
    @Override
    public Duration since(ObjectKey key) {
      return queue.since(key);
    }

    @Override
    public int failures(ObjectKey key) {
      return queue.failures(key);
    }
  }

  private final class Leading implements LeaderElection.Listener {
    @Override
    public void leads() {
      workers.start(options.workers());
      triggers.open();
      if (options.createMesh()) {
        defaultMesh.ensure();
      }
    }

    @Override
    public void leadsNoMore() {
      triggers.close();
      try {
        workers.stop();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Takes part in the election when the stores are filled; does not wait for it. */
  public void start() {
    triggers.listen();
    events.start();
    var _ =
        stores
            .allSynced()
            .thenRun(
                () -> {
                  electing.start();
                  flushing.start();
                });
  }

  /** Whether this process leads and may write. */
  public boolean leads() {
    return election.open();
  }

  /** Whether it takes part in the election: the stores have been filled. */
  public boolean isElecting() {
    return electing.isStarted();
  }

  /** Those of its loops that are stuck; empty where none is. */
  public List<OverdueLoop> overdue() {
    return Stream.concat(
            Stream.of(electing, flushing).map(SupervisedLoop::overdue).flatMap(Optional::stream),
            workers.overdue())
        .toList();
  }

  /** Stops working, then lets another replica take over at once. */
  @Override
  public void close() {
    flushing.close();
    electing.close();
    try {
      if (!electing.join(times.renewDeadline())) {
        LOG.warn("the election does not end");
      }
      election.release();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    events.close();
  }

  private NextRun elect() throws InterruptedException {
    election.step();
    return NextRun.in(times.period());
  }

  private NextRun flush() {
    triggers.flush();
    return NextRun.in(FLUSH_PERIOD);
  }
}
