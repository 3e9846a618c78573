package io.higuma.inject;

import static io.higuma.inject.Pods.container;
import static io.higuma.inject.Pods.decide;
import static io.higuma.inject.Pods.injected;
import static io.higuma.inject.Pods.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.dataplane.MeshView;
import io.higuma.inject.workload.Uninjection;
import io.higuma.patch.AllowedNamespaces;
import io.higuma.patch.NamedPatch;
import io.higuma.settings.Settings;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Null counts as absent, as in the API server, and never as the text {@code null}. */
class NullMembersTest {
  private static final Map<String, String> NONE = Map.of();
  private static final String EXCLUDED = "traffic.kuma.io/exclude-inbound-ips";

  @Test
  void aHeaderWithoutValueIsEmpty() {
    var probe =
        injected(
                app("httpGet: {path: /r, port: 80, httpHeaders: [{name: Host, value: null}]}"),
                NONE)
            .at("/spec/containers/0/readinessProbe/httpGet");

    assertThat(probe.path("httpHeaders"))
        .hasToString("[{\"name\":\"X-Kuma-Probes-Host\",\"value\":\"\"}]");
  }

  @Test
  void aProbeWithoutPortIsNotThatOfAPortWithTheNameNull() {
    var pod = app("httpGet: {path: /r, port: null}");

    assertThat(container(injected(pod, NONE), "app").at("/readinessProbe/httpGet/path").asText())
        .isEqualTo("/r");
    assertThat(decide(pod, NONE).warnings()).anyMatch(w -> w.endsWith("declares no port named ''"));
  }

  @Test
  void aPortWithoutNumberIsRead() {
    assertThat(
            decide(
                pod(
                    """
                    metadata: {name: shop}
                    spec: {containers: [{name: app, image: a, ports: [{containerPort: null}]}]}
                    """),
                NONE))
        .isInstanceOf(Decision.Inject.class);
  }

  @Test
  void metadataOfOtherKindsAreEmpty() {
    var metadata = pod("metadata: {name: null, annotations: {kuma.io/allowed-namespaces: null}}");

    assertThat(MeshView.of(metadata).name()).isEmpty();
    assertThat(NamedPatch.of(metadata).allowed()).isEqualTo(new AllowedNamespaces(false, Set.of()));
  }

  @Test
  void uninjectionRestoresEmptyValues() {
    var injected = injected(app("grpc: {port: 80, service: a}"), NONE);
    injected.withObject("/metadata/annotations").putNull(EXCLUDED);
    injected.withObject("/spec/containers/0/readinessProbe/httpGet/httpHeaders/0").putNull("value");

    var restored = restored(injected);

    assertThat(Pods.annotation(restored, EXCLUDED)).isEmpty();
    assertThat(restored.at("/spec/containers/0/readinessProbe/grpc"))
        .hasToString("{\"port\":80,\"service\":\"\"}");
  }

  private static JsonNode restored(JsonNode injected) {
    var context = new InjectionContext(Settings.defaults(), true, "");
    return switch (new Uninjection(context, Pods.CLUSTER).restore(injected, "demo")) {
      case Uninjection.Result.Restored restored -> restored.pod();
      case Uninjection.Result.NotInjected(String message) -> throw new AssertionError(message);
      case Uninjection.Result.Impossible(String message) -> throw new AssertionError(message);
    };
  }

  private static JsonNode app(String probe) {
    return pod(
        """
        metadata: {name: shop}
        spec:
          containers:
          - name: app
            image: shop
            ports: [{name: "null", containerPort: 8080}]
            readinessProbe: {%s}
        """
            .formatted(probe));
  }
}
