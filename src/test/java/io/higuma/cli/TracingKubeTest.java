package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.TraceCollector;
import io.higuma.testing.TraceCollector.Span;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Traces of a whole control plane. */
@NeedsKube
class TracingKubeTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void callsAndDataplanesAreTracedWhereThatIsAskedFor(LocalKubeApi kube) throws Exception {
    ControlPlane.install(kube);
    kube.kubectl("create", "namespace", "shop").succeeded();
    kube.kubectl("label", "namespace", "shop", "kuma.io/sidecar-injection=enabled").succeeded();
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

  private static Span await(TraceCollector collector, Predicate<Span> wanted) {
    return Awaitility.await()
        .atMost(LIMIT)
        .until(
            () -> collector.spans().stream().filter(wanted).findFirst(), found -> found.isPresent())
        .orElseThrow();
  }
}
