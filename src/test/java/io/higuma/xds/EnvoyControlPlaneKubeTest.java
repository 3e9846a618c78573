package io.higuma.xds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.higuma.kuma.DataplaneInsight;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import io.higuma.testing.ReadyBalancer;
import io.higuma.testing.Tool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests between Pods while the control plane restarts or is rejected. Needs root. */
@NeedsKube
@NeedsPackage
class EnvoyControlPlaneKubeTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Envoy waits up to 30 seconds before it opens its stream again. */
  private static final Duration RECONNECTED = Duration.ofSeconds(90);

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String WEB = "web_demo_svc_80";
  private static final String SLOW = "http://" + MeshCluster.WEB_IP + "/slow?20";
  private static final String INBOUND_PORT = "kuma.io/transparent-proxying-inbound-port=";

  private static final List<String> UPDATES =
      List.of("cluster_manager.cds", "listener_manager.lds");

  private static final String[] PODS = {"web-1", "web-2", "client-a"};

  /** Exit code {@code 128 + 15} of a graceful stop by SIGTERM. */
  private static final int TERMINATED = 143;

  private static ReadyBalancer balancer;
  private static ReadyBalancer.Backend first;
  private static PodLab lab;
  private static PodProgram client;

  @BeforeAll
  static void start(LocalKubeApi kube) throws IOException {
    String envoy = Tool.ENVOY.pathAsRoot();
    balancer = new ReadyBalancer("0.0.0.0");
    String port = Integer.toString(balancer.port());
    lab = PodLab.start(kube, envoy, Map.of("KUMA_BOOTSTRAP_SERVER_PARAMS_XDS_PORT", port));
    first = add(lab.controlPlane());
    lab.server("web-1", "web", 13);
    lab.server("web-2", "web", 14);
    client = lab.client("client-a", 11, "");
    lab.awaitEndpoints("client-a", WEB, "web-1", "web-2");
    lab.awaitName("client-a", WEB + ".mesh");
  }

  @AfterAll
  static void stop() {
    if (lab != null) {
      lab.close();
    }
    if (balancer != null) {
      balancer.close();
    }
  }

  /** Adds a replica to those that sidecars connect to. */
  private static ReadyBalancer.Backend add(ControlPlane replica) {
    ReadyBalancer.Backend backend = balancer.add(replica.sidecarPort(), replica.diagnosticsPort());
    Awaitility.await().atMost(SOON).until(backend::isEligible);
    return backend;
  }

  /** An inbound port that equals the outbound port: two listeners have the same address. */
  @Test
  void rejectedConfigurationIsReportedUntilItIsReplacedAndTheLastOneStays() throws IOException {
    double rejections = XdsCounters.of(lab.controlPlane()).rejected();
    PodTraffic traffic = PodTraffic.begin(client, SLOW);
    AdminPages envoy = lab.sidecar("client-a").admin();
    Map<String, String> versions = envoy.versions();

    annotate(INBOUND_PORT + "15001");
    await(
        () ->
            assertThat(lab.controlPlane().log())
                .containsPattern(
                    "proxy default\\.client-a\\.demo rejects its LDS \\w+ and keeps the previous: "
                        + ".*inbound:passthrough:ipv4.* duplicate address"));
    assertThat(XdsCounters.of(lab.controlPlane()).rejected()).isEqualTo(rejections + 1);
    await(() -> assertThat(annotation()).startsWith("LDS: ").contains("duplicate address"));
    assertThat(explained().path("rejected").asText()).isEqualTo(annotation());
    assertThat(explained().path("online").asBoolean()).isTrue();
    assertThat(envoy.versions()).isEqualTo(versions);
    assertThat(inboundPort(envoy)).isEqualTo(15006);
    traffic.awaitMore();

    annotate(INBOUND_PORT + "15006");
    await(() -> assertThat(annotation()).isEmpty());
    assertThat(explained().has("rejected")).isFalse();
    assertThat(envoy.config().errors()).isEmpty();
    assertThat(envoy.versions()).isEqualTo(versions);
    assertThat(XdsCounters.of(lab.controlPlane()).rejected()).isEqualTo(rejections + 1);
    traffic.end();
  }

  private static void annotate(String annotation) {
    lab.cluster()
        .kube()
        .kubectl("annotate", "pod", "client-a", "-ndemo", "--overwrite", annotation)
        .succeeded();
  }

  private static int inboundPort(AdminPages envoy) {
    JsonNode listener = envoy.config().listeners().get("inbound:passthrough:ipv4");
    return listener.path("address").path("socket_address").path("port_value").asInt();
  }

  private static String annotation() {
    DataplaneInsight insight =
        lab.cluster()
            .client()
            .resources(DataplaneInsight.class)
            .inNamespace(MeshCluster.NAMESPACE)
            .withName("client-a")
            .require();
    return insight
        .getMetadata()
        .getAnnotations()
        .getOrDefault(DataplaneInsight.REJECTED_ANNOTATION, "");
  }

  /** What {@code higuma explain pod} shows of the sidecar. */
  private static JsonNode explained() throws IOException {
    var headers = Map.of("Content-Type", "application/json");
    String body = "{\"namespace\": \"demo\", \"name\": \"client-a\"}";
    try {
      var answer = lab.controlPlane().api("POST", "/explain", headers, body);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return JSON.readTree(answer.body()).path("workloads").path(0).path("proxy");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void noRequestFailsWhenTheControlPlaneRestarts() {
    PodTraffic traffic = PodTraffic.begin(client, SLOW);
    lab.controlPlane().process().stop();
    traffic.awaitMore();
    lab.controlPlane().process().start();
    lab.controlPlane().awaitReady();
    traffic.awaitMore();
    awaitStreams(lab.controlPlane());
    traffic.end();
  }

  @Test
  void nothingFailsAndOnlyEndpointsAreSentAgainWhenReplicasRestartInTurn() {
    ControlPlane replica = lab.controlPlane();
    try (var second = ControlPlane.start(lab.cluster().kube(), Map.of()).awaitReady()) {
      add(second);
      PodTraffic traffic = PodTraffic.begin(client, SLOW);
      Map<String, Object> before = received();

      assertThat(replica.stopped()).isEqualTo(TERMINATED);
      awaitStreams(second);
      traffic.awaitMore();
      replica.process().start();
      replica.awaitReady();
      Awaitility.await().atMost(SOON).until(first::isEligible);
      await(() -> assertOnlyEndpointsAreSent(second));

      assertThat(second.stopped()).isEqualTo(TERMINATED);
      awaitStreams(replica);
      traffic.end();
      await(() -> assertOnlyEndpointsAreSent(replica));
      assertThat(received()).isEqualTo(before);
    }
    // The streams are subscribed to later changes.
    lab.ready("web-2", false);
    lab.awaitEndpoints("client-a", WEB, "web-1");
    lab.ready("web-2", true);
    lab.awaitEndpoints("client-a", WEB, "web-1", "web-2");
  }

  /** A version does not show which endpoints a proxy has: they are sent once per stream. */
  private static void assertOnlyEndpointsAreSent(ControlPlane replica) {
    XdsCounters sent = XdsCounters.of(replica);
    assertThat(sent.clusters()).as("CDS").isZero();
    assertThat(sent.listeners()).as("LDS").isZero();
    assertThat(sent.endpoints()).as("EDS").isEqualTo(PODS.length);
    assertThat(sent.rejected()).isZero();
  }

  /** What the sidecars have got: versions, and counts of accepted and rejected responses. */
  private static Map<String, Object> received() {
    Map<String, Object> all = new TreeMap<>();
    for (String pod : PODS) {
      AdminPages envoy = lab.sidecar(pod).admin();
      all.put(pod, envoy.versions());
      for (String kind : UPDATES) {
        for (String outcome : List.of("success", "rejected")) {
          String name = kind + ".update_" + outcome;
          all.put(pod + " " + name, envoy.stat(name));
        }
      }
    }
    return all;
  }

  private static void awaitStreams(ControlPlane replica) {
    Awaitility.await().atMost(RECONNECTED).until(() -> XdsCounters.streams(replica) == PODS.length);
  }

  private static void await(ThrowingRunnable assertion) {
    Awaitility.await().atMost(SOON).untilAsserted(assertion);
  }
}
