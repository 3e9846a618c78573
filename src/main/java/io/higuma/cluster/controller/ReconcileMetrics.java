package io.higuma.cluster.controller;

import io.higuma.cluster.leader.LeaderGuard;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Micrometer metrics of the Dataplane controller. Each meter is registered once. */
final class ReconcileMetrics {
  private final MeterRegistry registry;
  private final Timer reconciles;
  private final Map<ReconcileOutcome, Counter> outcomes = new EnumMap<>(ReconcileOutcome.class);
  private final Timer latency;
  private final Counter created;
  private final Counter updated;
  private final Counter deleted;
  private final Counter failed;
  private final Counter contested;
  private final Counter faults;

  ReconcileMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.reconciles =
        Timer.builder("higuma_dataplane_reconcile_duration")
            .description("Time of one reconcile of a Pod with its writes")
            .serviceLevelObjectives(millis(1), millis(5), millis(20), millis(100), millis(1000))
            .register(registry);
    this.latency =
        Timer.builder("higuma_dataplane_latency")
            .description("Time from the first event that requires it until the Dataplane is stored")
            .serviceLevelObjectives(
                millis(10),
                millis(20),
                millis(50),
                millis(100),
                millis(200),
                millis(500),
                millis(1000),
                millis(5000),
                millis(30000))
            .register(registry);
    for (ReconcileOutcome outcome : ReconcileOutcome.values()) {
      outcomes.put(
          outcome,
          Counter.builder("higuma_dataplane_reconciles")
              .description("Reconciles of a Pod by outcome")
              .tag("outcome", outcome.code())
              .register(registry));
    }
    this.created = writes("create");
    this.updated = writes("update");
    this.deleted = writes("delete");
    this.failed =
        Counter.builder("higuma_dataplane_failures")
            .description("Reconciles of a Pod that should have a Dataplane but got none")
            .register(registry);
    this.contested =
        Counter.builder("higuma_dataplane_contested")
            .description(
                "Dataplanes not written for some time because another writer keeps changing them")
            .register(registry);
    this.faults =
        Counter.builder("higuma_dataplane_faults")
            .description("Reconciles of a Pod that failed because of an internal error")
            .register(registry);
  }

  /** Registers the metrics of the work queue. */
  void watch(WorkQueue<?> queue) {
    Gauge.builder("higuma_workqueue_depth", queue, WorkQueue::depth)
        .description("Pods that wait for a reconcile")
        .register(registry);
    Gauge.builder("higuma_workqueue_delayed", queue, WorkQueue::delayed)
        .description("Pods that wait for their next try")
        .register(registry);
    Gauge.builder("higuma_workqueue_working", queue, WorkQueue::working)
        .description("Pods that are being reconciled")
        .register(registry);
    Gauge.builder("higuma_workqueue_age_seconds", queue, q -> q.age().toNanos() / 1e9)
        .description("How long the Pod at the head of the queue has been waiting")
        .register(registry);
    FunctionCounter.builder("higuma_workqueue_retries", queue, WorkQueue::retries)
        .description("Reconciles of a Pod that are repeated")
        .register(registry);
  }

  /** Registers the counter of dropped Events. */
  void watch(PodEvents events) {
    FunctionCounter.builder("higuma_events_dropped", events, PodEvents::dropped)
        .description("Events on Pods that were not sent, because of their number or of the API")
        .register(registry);
  }

  /** Registers the leader gauge. */
  void watch(LeaderGuard leaderGuard) {
    Gauge.builder("higuma_leader", leaderGuard, guard -> guard.mayWrite() ? 1 : 0)
        .description("1 if this process is the leader")
        .register(registry);
  }

  void reconciled(ReconcileOutcome outcome, long nanos) {
    reconciles.record(Duration.ofNanos(nanos));
    Counter counter = outcomes.get(outcome);
    if (counter != null) {
      counter.increment();
    }
  }

  void created(Duration latency) {
    created.increment();
    this.latency.record(latency);
  }

  void updated(Duration latency) {
    updated.increment();
    this.latency.record(latency);
  }

  void deleted() {
    deleted.increment();
  }

  void failed() {
    failed.increment();
  }

  void contested() {
    contested.increment();
  }

  void fault() {
    faults.increment();
  }

  private Counter writes(String verb) {
    return Counter.builder("higuma_dataplane_writes")
        .description("Dataplanes that were created, updated or deleted")
        .tag("verb", verb)
        .register(registry);
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
