package io.higuma.xds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import io.higuma.testing.Tool;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Restarts of the control plane while sidecars run. */
@NeedsKube
@NeedsPackage
class SidecarRestartKubeTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Envoy waits up to 30 seconds before it opens its stream again. */
  private static final Duration RECONNECTED = Duration.ofSeconds(90);

  private static final String WEB = "web_demo_svc_80";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void restartChangesNothingForSidecarsOfAnUnchangedCluster(LocalKubeApi kube) throws IOException {
    String envoy = Tool.ENVOY.path();
    MeshCluster cluster = MeshCluster.installWithPods(kube);
    try (var controlPlane = ControlPlane.start(kube, Map.of()).awaitReady();
        var whole = start(controlPlane, cluster, "client-a", Sidecar.Launch.of(envoy));
        var incremental =
            start(
                controlPlane,
                cluster,
                "client-b",
                Sidecar.Launch.of(envoy, "feature-delta-grpc"))) {
      var names = whole.names();
      var versions = whole.admin().versions();
      var addresses = addresses(cluster);
      assertThat(addresses).hasSize(3);

      controlPlane.process().stop();
      controlPlane.process().start();
      controlPlane.awaitReady();
      Awaitility.await().atMost(RECONNECTED).until(() -> XdsCounters.streams(controlPlane) == 2);
      // The version of state of the world does not show which endpoints the proxy has.
      Awaitility.await().atMost(SOON).until(() -> XdsCounters.of(controlPlane).endpoints() == 1);
      assertThat(XdsCounters.of(controlPlane).responses()).isEqualTo(1);
      // A change that both must get shows that the streams are subscribed again.
      cluster.ready("web-2", "10.77.0.14", false);
      for (Sidecar sidecar : new Sidecar[] {whole, incremental}) {
        Awaitility.await()
            .atMost(SOON)
            .untilAsserted(
                () -> assertThat(sidecar.admin().endpoints(WEB)).containsOnly("10.77.0.13:8080"));
        assertThat(sidecar.isLive()).isTrue();
      }
      XdsCounters after = XdsCounters.of(controlPlane);
      assertThat(after.clusters()).as("CDS").isZero();
      assertThat(after.listeners()).as("LDS").isZero();
      assertThat(after.endpoints()).as("EDS").isEqualTo(3);
      assertThat(whole.admin().versions()).isEqualTo(versions);
      assertThat(whole.names()).isEqualTo(names);
      assertThat(addresses(cluster)).isEqualTo(addresses);
    }
  }

  private static Sidecar start(
      ControlPlane controlPlane, MeshCluster cluster, String pod, Sidecar.Launch launch) {
    String token = cluster.token(pod, "client");
    Sidecar sidecar = Sidecar.start(controlPlane, pod + ".demo", token, launch).awaitLive();
    Awaitility.await()
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(sidecar.names())
                    .containsKeys(
                        WEB + ".mesh", "tcp_demo_svc_5432.mesh", "db_demo_svc_5432.mesh"));
    return sidecar;
  }

  /** The addresses by service, after a check of the format in which Kuma stores them. */
  private static Map<String, String> addresses(MeshCluster cluster) throws IOException {
    var stored =
        cluster
            .client()
            .configMaps()
            .inNamespace(ControlPlane.SYSTEM)
            .withName("kuma-default-dns-vips")
            .require();
    JsonNode entries = JSON.readTree(stored.getData().get("config"));
    assertThat(entries.path("0:" + WEB).path("outbounds"))
        .isEqualTo(
            JSON.readTree(
                """
                [{"Port": 80, "TagSet": {"kuma.io/service": "web_demo_svc_80"},
                  "Origin": "service"}]
                """));
    Map<String, String> addresses = new TreeMap<>();
    entries
        .properties()
        .forEach(entry -> addresses.put(entry.getKey(), entry.getValue().path("address").asText()));
    assertThat(addresses).allSatisfy((key, address) -> assertThat(address).startsWith("240.0.0."));
    return addresses;
  }
}
