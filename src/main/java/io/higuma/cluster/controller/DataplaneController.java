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
 * Reconciles the Dataplanes of all Pods. All replicas watch; only the leader, the holder of the
 * Lease {@code cp-leader-lease}, writes.
 */
public final class DataplaneController implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(DataplaneController.class);
  private static final String LEASE = "cp-leader-lease";
  private static final Duration FIRST_RETRY = Duration.ofMillis(10);
  private static final Duration MAX_RETRY = Duration.ofSeconds(30);

  /** Upper bound until changed endpoints of a Mesh requeue the Pods whose Dataplanes list them. */
  private static final Duration FLUSH_PERIOD = Duration.ofSeconds(1);

  private static final Duration FLUSH_LIMIT = Duration.ofMinutes(2);
  private static final Duration ELECTION_LIMIT = Duration.ofMinutes(1);

  /**
   * Options of the controller.
   *
   * @param identity unique identity of this process in the leader election
   * @param dataplanes settings of the Dataplane conversion
   * @param workers number of concurrent reconciles
   * @param lease lease duration: how long other replicas wait before they take over
   * @param renewDeadline how long this process stays the leader without renewing the Lease
   * @param createMesh whether the Mesh {@code default} is created if it is missing
   */
  public record Options(
      String identity,
      DataplaneSettings dataplanes,
      int workers,
      Duration lease,
      Duration renewDeadline,
      boolean createMesh) {

    /** Reads the options from the settings. */
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
      new WorkQueue<>(new Backoff(FIRST_RETRY, MAX_RETRY), System::nanoTime);
  private final LeaderElection.Times times;
  private final LeaderElection election;
  private final PodEvents events;
  private final WatchHandlers watchHandlers;
  private final Workers workers;
  private final DefaultMesh defaultMesh;
  private final SupervisedLoop electionLoop;
  private final SupervisedLoop flushLoop;
  private volatile DataplaneSettings settings;

  /**
   * Starts nothing. Must be called before the stores are started.
   *
   * @param api not closed by this class
   * @param stores not closed by this class
   * @param listener called after each reconcile
   * @param eventListener called after each Event on a Pod
   * @param loops runs the election, the flush and the workers
   */
  public DataplaneController(
      ApiCalls api,
      ClusterStores stores,
      Options options,
      MeterRegistry meters,
      ReconcileListener listener,
      SentEventListener eventListener,
      LoopSupervisor loops) {
    this.stores = stores;
    this.options = options;
    this.times = new LeaderElection.Times(options.lease(), options.renewDeadline());
    Duration requestTimeout = times.renewDeadline().dividedBy(2);
    this.election =
        new LeaderElection(
            new ApiLease(api.client(), stores.systemNamespace(), LEASE, requestTimeout),
            options.identity(),
            times,
            LeaderElection.Clocks.SYSTEM,
            new LeaderCallbacks());
    this.events =
        new PodEvents(
            api.client(), options.identity(), Clock.systemUTC(), election, eventListener, loops);
    this.defaultMesh = new DefaultMesh(api.client(), stores.meshes().store(), election, loops);
    boolean withEndpoints = !options.dataplanes().outboundsAsVips();
    this.settings = options.dataplanes();
    DataplaneFactory factory = new DataplaneFactory(this::settings);
    RewriteLimiter limiter = new RewriteLimiter(System::nanoTime);
    this.watchHandlers = new WatchHandlers(stores, factory, queue, limiter, withEndpoints);
    ReconcileMetrics metrics = new ReconcileMetrics(meters);
    metrics.watch(queue);
    metrics.watch(events);
    metrics.watch(election);
    DataplaneWriter writer = new DataplaneWriter(api, stores.dataplanes().store(), election);
    DataplaneReconciler reconciler =
        new DataplaneReconciler(
            new DataplaneReconciler.Parts(
                stores, factory, writer, limiter, events, metrics, new QueueHistory(queue)));
    this.workers = new Workers(queue, reconciler::reconcile, metrics, listener, loops);
    this.electionLoop =
        loops.loop(
            "election", ELECTION_LIMIT.plus(times.renewDeadline().multipliedBy(2)), _ -> elect());
    this.flushLoop = loops.loop("outbounds", FLUSH_LIMIT, _ -> flush());
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

  private final class LeaderCallbacks implements LeaderElection.Listener {
    @Override
    public void startedLeading() {
      workers.start(options.workers());
      watchHandlers.open();
      if (options.createMesh()) {
        defaultMesh.ensure();
      }
    }

    @Override
    public void stoppedLeading() {
      defaultMesh.stop();
      watchHandlers.close();
      try {
        workers.stop();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Joins the leader election once all stores are synced; does not wait for that. */
  public void start() {
    watchHandlers.listen();
    events.start();
    var _ =
        stores
            .allSynced()
            .thenRun(
                () -> {
                  electionLoop.start();
                  flushLoop.start();
                });
  }

  /** The settings of the conversion in force. */
  public DataplaneSettings settings() {
    return settings;
  }

  /** Changes the settings of the conversion, and reconciles all Pods if they differ. */
  public synchronized void use(DataplaneSettings changed) {
    if (!changed.equals(settings)) {
      settings = changed;
      stores.copyNodeLabels(changed.nodeLabelsToCopy());
      watchHandlers.enqueueAll();
    }
  }

  /** Whether this process is the leader and may write. */
  public boolean isLeader() {
    return election.mayWrite();
  }

  /** The process that holds the Lease, as last read; empty if none does or it was not read yet. */
  public Optional<String> leader() {
    return election.holder();
  }

  /** Whether this process takes part in the election, that is, all stores are synced. */
  public boolean isElecting() {
    return electionLoop.isStarted();
  }

  /** Loops whose heartbeat is overdue. */
  public List<OverdueLoop> overdue() {
    return Stream.concat(
            Stream.of(electionLoop, flushLoop)
                .map(SupervisedLoop::overdue)
                .flatMap(Optional::stream),
            workers.overdue())
        .toList();
  }

  /** Stops the workers, then releases the Lease so that another replica takes over at once. */
  @Override
  public void close() {
    flushLoop.close();
    electionLoop.close();
    try {
      if (!electionLoop.join(times.renewDeadline())) {
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
    watchHandlers.flush();
    return NextRun.in(FLUSH_PERIOD);
  }
}
