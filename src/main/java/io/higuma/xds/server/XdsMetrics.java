package io.higuma.xds.server;

import io.higuma.xds.snapshot.PerType;
import io.higuma.xds.snapshot.ResourceType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Metrics of the server for sidecars. */
final class XdsMetrics {
  /**
   * The usual ends of streams and answers: counters from the start, so that a first one is seen.
   */
  private static final List<GrpcStatus> ENDS =
      List.of(
          GrpcStatus.UNAUTHENTICATED,
          GrpcStatus.PERMISSION_DENIED,
          GrpcStatus.NOT_FOUND,
          GrpcStatus.FAILED_PRECONDITION,
          GrpcStatus.INVALID_ARGUMENT,
          GrpcStatus.ABORTED,
          GrpcStatus.UNAVAILABLE,
          GrpcStatus.INTERNAL);

  private static final List<Integer> CODES = List.of(200, 400, 404, 422, 503);
  private final MeterRegistry meters;
  private final PerType<Counter> sent;
  private final PerType<Counter> acknowledged;
  private final PerType<Counter> rejected;
  private final Timer pushDelay;

  XdsMetrics(MeterRegistry meters, StreamRegistry streams) {
    this.meters = meters;
    this.sent = byType("higuma_xds_responses", "Responses sent to proxies");
    this.acknowledged = byType("higuma_xds_acks", "Responses that proxies have applied");
    this.rejected =
        byType("higuma_xds_nacks", "Responses that proxies have rejected or cannot receive");
    this.pushDelay =
        Timer.builder("higuma_xds_push")
            .description(
                "Time from a change in the cluster until all affected proxies have it sent")
            .serviceLevelObjectives(
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMillis(300),
                Duration.ofSeconds(1))
            .register(meters);
    Gauge.builder("higuma_xds_streams", streams, StreamRegistry::size)
        .description("Open streams of proxies")
        .register(meters);
    ENDS.forEach(this::endedStreams);
    CODES.forEach(this::bootstrapRequests);
  }

  private PerType<Counter> byType(String name, String description) {
    return new PerType<>(
        type ->
            Counter.builder(name)
                .description(description)
                .tag("type", type.shortName())
                .register(meters));
  }

  void sent(ResourceType type) {
    sent.get(type).increment();
  }

  void acknowledged(ResourceType type) {
    acknowledged.get(type).increment();
  }

  void rejected(ResourceType type) {
    rejected.get(type).increment();
  }

  void pushed(Duration delay) {
    pushDelay.record(delay);
  }

  void ended(GrpcStatus status) {
    endedStreams(status).increment();
  }

  void bootstrapped(int status) {
    bootstrapRequests(status).increment();
  }

  private Counter endedStreams(GrpcStatus status) {
    return Counter.builder("higuma_xds_ended_streams")
        .description("Streams that the control plane has ended")
        .tag("status", status.name().toLowerCase(Locale.ROOT))
        .register(meters);
  }

  private Counter bootstrapRequests(int status) {
    return Counter.builder("higuma_bootstrap_requests")
        .description("Bootstrap requests of sidecars")
        .tag("code", Integer.toString(status))
        .register(meters);
  }
}
