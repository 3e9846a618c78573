package io.higuma.xds;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.sandbox.sidecar.SocketResponse;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import io.higuma.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a real Envoy makes of its configuration, and how it follows the cluster. */
@NeedsKube
@NeedsPackage
class EnvoyKubeTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Path GOLDEN = Path.of("src/test/resources/xds/config-dump.yaml");
  private static final String WEB = "web_demo_svc_80";
  private static final String DB = "db_demo_svc_5432";

  /** Addresses that Kuma has allocated, which are kept. */
  private static final Map<String, String> ALLOCATED =
      Map.of(WEB, "240.0.0.9", "tcp_demo_svc_5432", "240.0.0.5", DB, "240.0.0.7");

  private static final String BY_HAND =
      """
      apiVersion: kuma.io/v1alpha1
      kind: Dataplane
      mesh: default
      metadata: {name: by-hand, namespace: demo}
      spec:
        networking:
          address: web.example.com
          inbound:
          - {port: 8080, tags: {kuma.io/service: web_demo_svc_80, kuma.io/protocol: http}}
      """;

  private static MeshCluster cluster;
  private static ControlPlane controlPlane;
  private static Sidecar sidecar;
  private static String envoy;

  @BeforeAll
  static void start(LocalKubeApi kube) {
    envoy = Tool.ENVOY.path();
    cluster = MeshCluster.installWithPods(kube);
    cluster.allocate(ALLOCATED);
    controlPlane = ControlPlane.start(kube, Map.of()).awaitReady();
    sidecar = start("client-a");
    awaitNames(sidecar);
  }

  @AfterAll
  static void stop() {
    if (sidecar != null) {
      sidecar.close();
    }
    if (controlPlane != null) {
      controlPlane.close();
    }
  }

  private static Sidecar start(String pod, String... features) {
    String token = cluster.token(pod, "client");
    return Sidecar.start(controlPlane, pod + ".demo", token, Sidecar.Launch.of(envoy, features))
        .awaitLive();
  }

  /** Virtual IPs are allocated after the first configuration is sent. */
  private static void awaitNames(Sidecar any) {
    Awaitility.await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(() -> any.names().containsKey(WEB + ".mesh"));
  }

  @Test
  void writesItsLogWhereLogsOfFailedTestsAreKept() throws IOException {
    assertThat(sidecar.log())
        .hasParent(cluster.kube().folder())
        .hasExtension("log")
        .content()
        .contains("starting main dispatch loop");
  }

  @Test
  void hasListenersForEveryKindOfAddress() {
    assertThat(sidecar.admin().config().listeners())
        .containsKeys(
            "inbound:passthrough:ipv4",
            "outbound:passthrough:ipv4",
            "outbound:" + MeshCluster.WEB_IP + ":80",
            "outbound:" + sidecar.names().get(WEB + ".mesh").getFirst() + ":80",
            "outbound:10.77.0.15:5432");
  }

  @Test
  void rejectsNothing() {
    assertThat(sidecar.admin().config().errors()).isEmpty();
    assertThat(XdsCounters.of(controlPlane).rejected()).isZero();
    assertThat(sidecar.admin().stat("cluster_manager.cds.update_rejected")).isZero();
    assertThat(sidecar.admin().stat("listener_manager.lds.update_rejected")).isZero();
  }

  @Test
  void hasTheConfigurationOfTheGolden() throws IOException {
    awaitWeb(sidecar, "10.77.0.13:8080", "10.77.0.14:8080");
    String yaml = yaml(sidecar);
    if (Boolean.getBoolean("golden.refresh")) {
      Files.createDirectories(GOLDEN.toAbsolutePath().getParent());
      Files.writeString(GOLDEN, yaml);
    }
    assertThat(yaml).isEqualTo(Files.readString(GOLDEN));
  }

  private static String yaml(Sidecar any) {
    return any.admin().config().yaml().replace(any.folder().toString(), "/tmp/kuma-dp");
  }

  @Test
  void resolvesServicesAndTheInstancesOfHeadlessServices() {
    Map<String, List<String>> names = sidecar.names();
    assertThat(names)
        .containsKeys(WEB + ".mesh", "web.demo.svc.80.mesh")
        .containsEntry(DB + ".db-0.mesh", List.of("10.77.0.15", "::ffff:a4d:f"));
    ALLOCATED.forEach(
        (service, address) -> assertThat(names.get(service + ".mesh")).startsWith(address));
    assertThat(names.get("web.demo.svc.80.mesh")).isEqualTo(names.get(WEB + ".mesh"));
  }

  @Test
  void repeatsTheNamesOnlyToClientsThatLackThem() {
    SocketResponse first = sidecar.dns("");
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.headers().get("etag")).matches("[0-9a-f]{64}");
    assertThat(sidecar.dns(first.headers().get("etag")).status()).isEqualTo(304);
    assertThat(sidecar.dns("older").body()).isEqualTo(first.body());
  }

  @Test
  void followsTheReadinessOfPodsWithEndpointsOnly() {
    awaitWeb(sidecar, "10.77.0.13:8080", "10.77.0.14:8080");
    XdsCounters before = XdsCounters.of(controlPlane);
    cluster.ready("web-2", "10.77.0.14", false);
    awaitWeb(sidecar, "10.77.0.13:8080");
    cluster.ready("web-2", "10.77.0.14", true);
    awaitWeb(sidecar, "10.77.0.13:8080", "10.77.0.14:8080");
    XdsCounters after = XdsCounters.of(controlPlane);
    assertThat(after.endpoints()).isGreaterThan(before.endpoints());
    assertThat(after.clusters()).as("CDS").isEqualTo(before.clusters());
    assertThat(after.listeners()).as("LDS").isEqualTo(before.listeners());
  }

  @Test
  void losesTheEndpointOfATerminatingPodAndGetsThatOfANewOne() {
    cluster.pod("web-3", "web", "server", "10.77.0.16");
    awaitWeb(sidecar, "10.77.0.13:8080", "10.77.0.14:8080", "10.77.0.16:8080");
    cluster.terminate("web-3");
    awaitWeb(sidecar, "10.77.0.13:8080", "10.77.0.14:8080");
    cluster.kill("web-3");
  }

  @Test
  void dataplaneWithANameAsItsAddressIsIgnoredAndDisturbsNoOther() {
    cluster.kube().kubectlWith(BY_HAND, "create", "-f", "-").succeeded();
    Awaitility.await()
        .atMost(SOON)
        .until(
            () ->
                controlPlane
                    .log()
                    .contains(
                        "Dataplane demo/by-hand is ignored: 'web.example.com' is not an IP address"));
    cluster.ready("web-2", "10.77.0.14", false);
    awaitWeb(sidecar, "10.77.0.13:8080");
    cluster.ready("web-2", "10.77.0.14", true);
    awaitWeb(sidecar, "10.77.0.13:8080", "10.77.0.14:8080");
    cluster.kube().kubectl("delete", "dataplane", "by-hand", "-ndemo").succeeded();
  }

  private static void awaitWeb(Sidecar any, String... addresses) {
    Awaitility.await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(any.admin().endpoints(WEB)).isEqualTo(Set.of(addresses)));
  }

  @Test
  void incrementalStreamGivesTheSameConfiguration() {
    awaitWeb(sidecar, "10.77.0.13:8080", "10.77.0.14:8080");
    String expected;
    try (var whole = start("client-b")) {
      awaitWeb(whole, "10.77.0.13:8080", "10.77.0.14:8080");
      expected = yaml(whole);
    }
    try (var incremental = start("client-b", "feature-delta-grpc")) {
      awaitWeb(incremental, "10.77.0.13:8080", "10.77.0.14:8080");
      assertThat(incremental.admin().config().errors()).isEmpty();
      assertThat(yaml(incremental)).isEqualTo(expected);
      cluster.ready("web-1", "10.77.0.13", false);
      awaitWeb(incremental, "10.77.0.14:8080");
      cluster.ready("web-1", "10.77.0.13", true);
      awaitWeb(incremental, "10.77.0.13:8080", "10.77.0.14:8080");
    }
  }
}
