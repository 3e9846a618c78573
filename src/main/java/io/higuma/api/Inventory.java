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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Takes stock of the cluster's Pods, on request and, where this process leads, from time to time
 * for the metric {@code higuma_pods}. One at a time: each reads all Pods from the API server.
 */
public final class Inventory implements AutoCloseable {
  /** How often it is taken for the metric. */
  public static final Duration PERIOD = Duration.ofMinutes(5);

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(2);
  private static final Logger LOG = Logger.getLogger(Inventory.class);
  private static final List<String> STATES =
      List.of("injected", "outdated", "skipped", "missing", "unknown");

  private final ClusterInspection live;
  private final BooleanSupplier leads;
  private final Semaphore turn = new Semaphore(1);
  private final SupervisedLoop counting;
  private volatile Map<String, Integer> counted = Map.of();

  /**
   * Takes none yet.
   *
   * @param leads whether this process is the one that counts
   * @param period how often it counts
   * @param loops what counting is a loop of
   */
  public Inventory(
      ClusterInspection live,
      BooleanSupplier leads,
      Duration period,
      MeterRegistry meters,
      LoopSupervisor loops) {
    this.live = live;
    this.leads = leads;
    this.counting = loops.loop("inventory", HEARTBEAT_LIMIT, loop -> count(loop, period));
    for (var state : STATES) {
      Gauge.builder("higuma_pods", this, inventory -> inventory.value(state))
          .description("How many Pods stand how to injection, counted by the leader")
          .tag("state", state)
          .register(meters);
    }
  }

  /** Begins to count. */
  public void start() {
    counting.start();
  }

  private double value(String state) {
    var now = counted;
    return now.isEmpty() ? Double.NaN : now.getOrDefault(state, 0);
  }

  private NextRun count(SupervisedLoop loop, Duration period) throws InterruptedException {
    if (leads.getAsBoolean()) {
      loop.await(
          () -> {
            turn.acquire();
            return turn;
          });
      countOnce(loop);
    } else {
      counted = Map.of();
    }
    return NextRun.in(leads.getAsBoolean() ? period : Duration.ofSeconds(1));
  }

  private void countOnce(SupervisedLoop loop) {
    try {
      counted = taken("", loop::beat).counts();
    } catch (ProblemException e) {
      LOG.warnf("Pods could not be counted: %s", e.getMessage());
    } finally {
      turn.release();
    }
  }

  /**
   * Takes stock of a namespace.
   *
   * @param namespace empty for all
   */
  InventoryView take(String namespace) {
    try {
      if (!turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ProblemException(
            Problem.Kind.UNAVAILABLE, "other inventories are being taken; ask again in a moment");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(Problem.Kind.UNAVAILABLE, "stopping");
    }
    try {
      var taken = taken(namespace, () -> {});
      if (namespace.isEmpty() && leads.getAsBoolean()) {
        counted = taken.counts();
      }
      return taken;
    } finally {
      turn.release();
    }
  }

  /** Calls {@code progress} with each Pod. */
  private InventoryView taken(String namespace, Runnable progress) {
    var inspection = live.inspection();
    List<InventoryView.One> pods = new ArrayList<>();
    live.forEachPod(
        namespace,
        pod -> {
          progress.run();
          if (!PodPhase.isEnded(pod.path("status").path("phase").asText())) {
            pods.add(one(inspection, pod));
          }
        });
    Map<String, Integer> counts = new LinkedHashMap<>();
    STATES.forEach(state -> counts.put(state, 0));
    pods.forEach(pod -> counts.merge(pod.injection().state(), 1, Integer::sum));
    return new InventoryView(counts, pods);
  }

  private static InventoryView.One one(Inspection inspection, JsonNode stored) {
    var metadata = stored.path("metadata");
    var name = metadata.path("name").asText();
    try {
      var pod = PodReader.read(stored);
      return InventoryView.One.of(
          Controller.of(pod), name, PodStateView.view(inspection.inspect(stored, pod)));
    } catch (PodReader.Malformed e) {
      var unknown = new PodState.Unknown(String.valueOf(e.getMessage()));
      var itself = new Controller(metadata.path("namespace").asText(), "Pod", name);
      return InventoryView.One.of(itself, name, PodStateView.view(unknown));
    }
  }

  @Override
  public void close() {
    counting.close();
  }
}
