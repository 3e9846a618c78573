package io.higuma.xds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.higuma.kuma.DataplaneInsight;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import io.higuma.testing.Tool;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
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

  private static PodLab lab;
  private static PodProgram client;

  @BeforeAll
  static void start(LocalKubeApi kube) throws IOException {
    lab = PodLab.start(kube, Tool.ENVOY.pathAsRoot());
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
    double streams = XdsCounters.streams(lab.controlPlane());
    PodTraffic traffic = PodTraffic.begin(client, SLOW);
    lab.controlPlane().process().stop();
    traffic.awaitMore();
    lab.controlPlane().process().start();
    lab.controlPlane().awaitReady();
    traffic.awaitMore();
    Awaitility.await()
        .atMost(RECONNECTED)
        .until(() -> XdsCounters.streams(lab.controlPlane()) >= streams);
    traffic.end();
  }

  private static void await(ThrowingRunnable assertion) {
    Awaitility.await().atMost(SOON).untilAsserted(assertion);
  }
}
