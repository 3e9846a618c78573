package io.higuma.admission;

import io.higuma.inject.Decision;
import io.higuma.inject.ReinvocationRepair;
import io.higuma.inject.RejectReason;
import io.higuma.inject.SkipReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Metrics of admission requests. Meters are registered once, so that recording is cheap. */
final class AdmissionMetrics {
  /** Kuma's counter, with Kuma's results and reasons. */
  private static final String INJECTIONS = "sidecar_injection";

  /** The same decisions with Higuma's more detailed reason codes. */
  private static final String DECISIONS = "higuma_injection_decisions";

  private final Counter injected;
  private final Counter injectedDetailed;
  private final Counter skipped;
  private final Map<SkipReason, Counter> skippedDetailed = new EnumMap<>(SkipReason.class);
  private final Map<RejectReason, Counter> rejected = new EnumMap<>(RejectReason.class);
  private final Map<RejectReason, Counter> rejectedDetailed = new EnumMap<>(RejectReason.class);
  private final Map<ReinvocationRepair, Counter> repairs = new EnumMap<>(ReinvocationRepair.class);
  private final Counter dryRuns;
  private final Counter faults;
  private final Counter unreadable;
  private final MeterRegistry registry;
  private final Counter shed;
  private final DistributionSummary responseBytes;
  private final Map<Stage, Timer> stages = new EnumMap<>(Stage.class);
  private final Timer duration;

  AdmissionMetrics(MeterRegistry registry) {
    this.registry = registry;
    injected = kuma(registry, "success", "");
    injectedDetailed = detailed(registry, "injected", "");
    skipped = kuma(registry, "skipped", "not_needed");
    for (var reason : SkipReason.values()) {
      skippedDetailed.put(reason, detailed(registry, "skipped", reason.code()));
    }
    for (var reason : RejectReason.values()) {
      var kumaReason = reason == RejectReason.MESH_NOT_FOUND ? "mesh_not_found" : "config_error";
      rejected.put(reason, kuma(registry, "failed", kumaReason));
      rejectedDetailed.put(reason, detailed(registry, "refused", reason.code()));
    }
    for (var repair : ReinvocationRepair.values()) {
      repairs.put(
          repair,
          Counter.builder("higuma_injection_repairs")
              .description("Injections broken by other webhooks and repaired on reinvocation")
              .tag("kind", repair.kind())
              .register(registry));
    }
    dryRuns =
        Counter.builder("higuma_admission_dry_runs")
            .description("Dry-run admission requests; not counted by other metrics")
            .register(registry);
    faults =
        Counter.builder("higuma_admission_faults")
            .description("Admission requests that failed because of an internal error")
            .register(registry);
    unreadable =
        Counter.builder("higuma_admission_unreadable")
            .description("Requests without a valid AdmissionReview of the expected kind")
            .register(registry);
    shed =
        Counter.builder("higuma_admission_shed")
            .description("Admission requests rejected because of overload")
            .register(registry);
    responseBytes =
        DistributionSummary.builder("higuma_admission_answer_bytes")
            .description("Sizes of admission responses")
            .serviceLevelObjectives(1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 20)
            .register(registry);
    for (var stage : Stage.values()) {
      stages.put(
          stage,
          timer("higuma_admission_stage", "Time that admission requests spend in each stage")
              .tag("stage", stage.code())
              .register(registry));
    }
    duration =
        timer(
                "higuma_admission_duration",
                "Time from the last byte of an admission request to its response")
            .register(registry);
  }

  private static Timer.Builder timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(
            millis(1),
            millis(2),
            millis(5),
            millis(10),
            millis(20),
            millis(50),
            millis(100),
            millis(200),
            millis(500),
            millis(1000));
  }

  /** Registers the gauge of requests in flight. */
  void bindInFlight(AtomicInteger inFlight) {
    Gauge.builder("higuma_admission_in_flight", inFlight, AtomicInteger::get)
        .description("Admission requests in flight")
        .strongReference(true)
        .register(registry);
  }

  void count(Decision decision) {
    switch (decision) {
      case Decision.Inject _ -> {
        injected.increment();
        injectedDetailed.increment();
      }
      case Decision.Skip skip -> {
        skipped.increment();
        count(skippedDetailed, skip.reason());
        skip.repaired().forEach(repair -> count(repairs, repair));
      }
      case Decision.Reject reject -> {
        count(rejected, reject.reason());
        count(rejectedDetailed, reject.reason());
      }
    }
  }

  void dryRun() {
    dryRuns.increment();
  }

  void fault() {
    faults.increment();
  }

  void unreadable() {
    unreadable.increment();
  }

  void shed() {
    shed.increment();
  }

  void recordResponseSize(int bytes) {
    responseBytes.record(bytes);
  }

  void recordStages(StageTimes times) {
    stages.forEach((stage, timer) -> timer.record(times.in(stage), TimeUnit.NANOSECONDS));
    duration.record(times.total(), TimeUnit.NANOSECONDS);
  }

  private static <E extends Enum<E>> void count(Map<E, Counter> counters, E reason) {
    var counter = counters.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }

  private static Counter kuma(MeterRegistry registry, String result, String reason) {
    return Counter.builder(INJECTIONS)
        .description("Pods by injection result")
        .tag("result", result)
        .tag("reason", reason)
        .register(registry);
  }

  private static Counter detailed(MeterRegistry registry, String decision, String reason) {
    return Counter.builder(DECISIONS)
        .description("Pods by injection decision and reason")
        .tag("decision", decision)
        .tag("reason", reason)
        .register(registry);
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
