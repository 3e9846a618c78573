package io.higuma.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.inject.PodReader;
import io.higuma.inject.workload.Controller;
import io.higuma.inject.workload.Inspection;
import io.higuma.inject.workload.PodState;
import io.higuma.kuma.PodPhase;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.SupervisedLoop;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Lists the Pods of the cluster with their injection states, on request and, on the leader,
 * periodically for the metric {@code higuma_pods}. Runs one listing at a time, because each reads
 * all Pods from the API server.
 */
public final class Inventory implements AutoCloseable {
  /** Interval of the counts for the metric. */
  public static final Duration PERIOD = Duration.ofMinutes(5);

  private static final Duration WAIT_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(2);
  private static final Logger LOG = Logger.getLogger(Inventory.class);
  private static final List<String> STATES =
      List.of("injected", "outdated", "skipped", "missing", "unknown");

  private final ClusterInspection inspector;
  private final BooleanSupplier isLeader;
  private final Semaphore permit = new Semaphore(1);
  private final SupervisedLoop countLoop;
  private volatile Map<String, Integer> counts = Map.of();

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
    this.inspector = inspector;
    this.isLeader = isLeader;
    this.countLoop = loops.loop("inventory", HEARTBEAT_LIMIT, loop -> count(loop, period));
    for (var state : STATES) {
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

  private double value(String state) {
    var now = counts;
    return now.isEmpty() ? Double.NaN : now.getOrDefault(state, 0);
  }

  private NextRun count(SupervisedLoop loop, Duration period) throws InterruptedException {
    if (isLeader.getAsBoolean()) {
      loop.await(
          () -> {
            permit.acquire();
            return permit;
          });
      countOnce(loop);
    } else {
      counts = Map.of();
    }
    return NextRun.in(isLeader.getAsBoolean() ? period : Duration.ofSeconds(1));
  }

  private void countOnce(SupervisedLoop loop) {
    try {
      counts = read("", Map.of(), loop::beat).counts();
    } catch (ProblemException e) {
      LOG.warnf("Pods could not be counted: %s", e.getMessage());
    } finally {
      permit.release();
    }
  }

  /**
   * Lists the Pods of a namespace.
   *
   * @param namespace empty for all
   */
  InventoryView list(String namespace) {
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
      var view = read(namespace, inspector.proxies(namespace), () -> {});
      if (namespace.isEmpty() && isLeader.getAsBoolean()) {
        counts = view.counts();
      }
      return view;
    } finally {
      permit.release();
    }
  }

  /** Calls {@code beat} for each Pod. */
  private InventoryView read(String namespace, Map<String, ProxyView> proxies, Runnable beat) {
    var inspection = inspector.inspection();
    List<InventoryView.InventoriedPod> pods = new ArrayList<>();
    inspector.forEachPod(
        namespace,
        pod -> {
          beat.run();
          if (!PodPhase.isEnded(pod.path("status").path("phase").asText())) {
            pods.add(one(inspection, proxies, pod));
          }
        });
    Map<String, Integer> byState = new LinkedHashMap<>();
    STATES.forEach(state -> byState.put(state, 0));
    pods.forEach(pod -> byState.merge(pod.injection().state(), 1, Integer::sum));
    var online = pods.stream().filter(InventoryView.InventoriedPod::isOnline).count();
    return new InventoryView(byState, Math.toIntExact(online), pods);
  }

  private static InventoryView.InventoriedPod one(
      Inspection inspection, Map<String, ProxyView> proxies, JsonNode stored) {
    var metadata = stored.path("metadata");
    var name = metadata.path("name").asText();
    var namespace = metadata.path("namespace").asText();
    var proxy = Optional.ofNullable(proxies.get(ClusterInspection.podKey(namespace, name)));
    try {
      var pod = PodReader.read(stored);
      return InventoryView.InventoriedPod.of(
          Controller.of(pod), name, PodStateView.view(inspection.inspect(stored, pod)), proxy);
    } catch (PodReader.Malformed e) {
      var unknown = new PodState.Unknown(String.valueOf(e.getMessage()));
      var itself = new Controller(namespace, "Pod", name);
      return InventoryView.InventoriedPod.of(itself, name, PodStateView.view(unknown), proxy);
    }
  }

  @Override
  public void close() {
    countLoop.close();
  }
}
