package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.admission.RunningWebhook;
import io.higuma.testing.ClusterSetup;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import io.higuma.testing.TraceCollector;
import io.higuma.testing.TraceCollector.Span;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Traces of a control plane. */
@NeedsKube
@NeedsPackage
class TracingKubeTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** More than the queue of the exporter holds, with the spans of their stages. */
  private static final int CALLS = 1_000;

  /** Exit code {@code 128 + 15} of a graceful stop by SIGTERM. */
  private static final int TERMINATED = 143;

  private static final ObjectNode POD = RunningWebhook.pod("web");

  private static LocalKubeApi kube;

  @BeforeAll
  static void start(LocalKubeApi api) {
    kube = api;
    ClusterSetup.install(kube);
    ClusterSetup.injectedNamespace(kube, "shop");
  }

  @Test
  void requestsAndReconcilesAreTracedIfEnabled() throws Exception {
    try (var collector = new TraceCollector()) {
      var enabled =
          Map.of(
              "KUMA_TRACING_OPENTELEMETRY_ENABLED",
              "true",
              "KUMA_TRACING_OPENTELEMETRY_ENDPOINT",
              collector.endpoint());
      try (var _ = ControlPlane.start(kube, enabled).awaitReady().register()) {
        kube.kubectl("run", "web", "--image=web", "-nshop").succeeded();
        var call =
            await(
                collector,
                span ->
                    "web".equals(span.attributes().get("higuma.object.name"))
                        && span.name().equals("POST /inject-sidecar"));
        assertThat(call.attributes())
            .containsEntry("higuma.object.namespace", "shop")
            .containsEntry("higuma.decision", "injected")
            .containsKey("higuma.request.uid");
        assertThat(call.resource()).containsEntry("service.name", "higuma");
        var look = await(collector, span -> "shop/web".equals(span.attributes().get("higuma.key")));
        assertThat(look.name()).isEqualTo("reconcile Dataplane");
        assertThat(look.attributes()).containsKey("higuma.outcome");
      }
    }
  }

  @Test
  void openTelemetryVariablesSetTheResource() throws Exception {
    try (var collector = new TraceCollector()) {
      var settings =
          Map.of(
              "KUMA_TRACING_OPENTELEMETRY_ENABLED", "true",
              "OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint(),
              "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc",
              "OTEL_SERVICE_NAME", "mesh",
              "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=a%20b",
              "OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20x, tenant=7");
      try (var controlPlane = ControlPlane.start(kube, settings).awaitReady()) {
        assertThat(controlPlane.log())
            .contains("exporting traces to " + collector.endpoint() + "/v1/traces")
            .contains("OTEL_EXPORTER_OTLP_PROTOCOL=grpc is not supported");
        assertThat(controlPlane.webhook("/inject-sidecar", RunningWebhook.review("default", POD)))
            .isNotEmpty();
        var span = await(collector, sent -> sent.name().equals("POST /inject-sidecar"));
        assertThat(span.resource())
            .containsEntry("service.name", "mesh")
            .containsEntry("deployment.environment", "a b")
            .containsEntry("telemetry.sdk.language", "java")
            .containsKeys("service.version", "service.instance.id");
        assertThat(collector.headers().getFirst())
            .containsEntry("authorization", "Bearer x")
            .containsEntry("tenant", "7");
      }
    }
  }

  @Test
  void unresponsiveCollectorDoesNotBlockRequests() throws Exception {
    try (var silent = new ServerSocket(0)) {
      var settings =
          Map.of(
              "KUMA_TRACING_OPENTELEMETRY_ENABLED",
              "true",
              "OTEL_EXPORTER_OTLP_ENDPOINT",
              "http://127.0.0.1:" + silent.getLocalPort());
      try (var controlPlane = ControlPlane.start(kube, settings).awaitReady()) {
        for (int i = 0; i < CALLS; i++) {
          var answer =
              controlPlane.webhook("/inject-sidecar", RunningWebhook.review("default", POD));
          assertThat(answer.path("allowed").asBoolean()).isTrue();
        }
        assertThat(controlPlane.stopped()).isEqualTo(TERMINATED);
      }
    }
  }

  private static Span await(TraceCollector collector, Predicate<Span> wanted) {
    return Awaitility.await()
        .atMost(LIMIT)
        .until(
            () -> collector.spans().stream().filter(wanted).findFirst(), found -> found.isPresent())
        .orElseThrow();
  }
}
