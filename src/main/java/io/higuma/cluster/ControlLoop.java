package io.higuma.cluster;

import io.higuma.dataplane.DataplaneFactory;
import io.higuma.dataplane.DataplaneSettings;
import io.higuma.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;

/**
 * Keeps the Dataplanes of all Pods right while this process leads. All replicas watch; one of them,
 * the holder of the Lease {@code cp-leader-lease}, writes.
 */
public final class ControlLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ControlLoop.class);
  private static final String LEASE = "cp-leader-lease";
  private static final Duration FIRST_RETRY = Duration.ofMillis(10);
  private static final Duration LAST_RETRY = Duration.ofSeconds(30);

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
  private final WorkQueue<Key> queue =
      new WorkQueue<>(new Backoff(FIRST_RETRY, LAST_RETRY), System::nanoTime);
  private final LeaderElection.Times times;
  private final LeaderElection election;
  private final PodEvents events;
  private final Triggers triggers;
  private final Workers workers;
  private final DefaultMesh defaultMesh;
  private final Thread thread = Thread.ofVirtual().name("election").unstarted(this::run);

  /**
   * Prepares everything; before the stores are started.
   *
   * @param api stays the caller's
   * @param stores stay the caller's
   * @param listener hears of every look at a Pod
   */
  public ControlLoop(
      ApiCalls api,
      ClusterStores stores,
      Options options,
      MeterRegistry meters,
      LookListener listener) {
    this.stores = stores;
    this.options = options;
    this.times = new LeaderElection.Times(options.lease(), options.renewDeadline());
    Duration limit = times.renewDeadline().dividedBy(2);
    this.election =
        new LeaderElection(
            new ApiLease(api, stores.systemNamespace(), LEASE, limit),
            options.identity(),
            times,
            LeaderElection.Clocks.SYSTEM,
            new Leading());
    this.events = new PodEvents(api, options.identity(), Clock.systemUTC(), election);
    this.defaultMesh = new DefaultMesh(api, stores.meshes().store(), election);
    boolean withEndpoints = !options.dataplanes().outboundsAsVips();
    DataplaneFactory factory = new DataplaneFactory(options.dataplanes());
    RewriteGuard guard = new RewriteGuard(System::nanoTime);
    this.triggers = new Triggers(stores, factory, queue, guard, withEndpoints);
    LoopMetrics metrics = new LoopMetrics(meters);
    metrics.watch(queue);
    metrics.watch(events);
    metrics.watch(election);
    DataplaneWriter writer =
        new DataplaneWriter(api, stores.dataplanes().store(), election, withEndpoints);
    DataplaneReconciler reconciler =
        new DataplaneReconciler(
            new DataplaneReconciler.Parts(
                stores, factory, writer, guard, events, metrics, new QueueHistory(queue)));
    this.workers = new Workers(queue, reconciler::reconcile, metrics, listener);
  }

  private record QueueHistory(WorkQueue<Key> queue) implements DataplaneReconciler.History {
    @Override
    public Duration since(Key key) {
      return queue.since(key);
    }

    @Override
    public int failures(Key key) {
      return queue.failures(key);
    }
  }

  private final class Leading implements LeaderElection.Listener {
    @Override
    public void leads() {
      workers.start(options.workers());
      triggers.open();
      if (options.createMesh()) {
        var _ = Thread.ofVirtual().name("default mesh").start(ControlLoop.this::ensureMesh);
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
    thread.start();
  }

  /** Whether this process leads and may write. */
  public boolean leads() {
    return election.open();
  }

  /** Stops working, then lets another replica take over at once. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      if (!thread.join(times.renewDeadline())) {
        LOG.warn("the election does not end");
      }
      election.release();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    events.close();
  }

  private void run() {
    try {
      stores.allSynced().get();
      while (true) {
        election.step();
        triggers.flush();
        Thread.sleep(times.period());
      }
    } catch (InterruptedException e) {
      LOG.debug("no more elections");
    } catch (ExecutionException e) {
      LOG.error("the stores cannot be filled", e);
    }
  }

  private void ensureMesh() {
    try {
      defaultMesh.ensure();
    } catch (InterruptedException e) {
      LOG.debug("no more Meshes");
    }
  }
}
