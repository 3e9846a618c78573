package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.zjsonpatch.JsonPatch;
import io.higuma.admission.AdmissionServer;
import io.higuma.admission.RunningWebhook;
import io.higuma.inject.InjectVectors;
import io.higuma.inject.InjectVectors.Vector;
import io.higuma.testing.ClusterSetup;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.DefaultPorts;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import io.higuma.testing.TraceCollector;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged application on a real API server. */
@NeedsKube
@NeedsPackage
class PackagedKubeTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String SETTING =
      "/config/runtime/kubernetes/injector/sidecarContainer/waitForDataplaneReady";

  private static LocalKubeApi kube;

  @TempDir private Path folder;

  static Stream<String> profiles() {
    return InjectVectors.all().stream().map(Vector::profile).distinct();
  }

  @BeforeAll
  static void start(LocalKubeApi api) {
    kube = api;
    ClusterSetup.install(kube);
    kube.kubectl("create", "namespace", "apps").succeeded();
    var cluster = ClusterSetup.resource("/kuma-2.14/cluster.yaml");
    // Namespaces come after their objects: the second apply creates what failed in the first.
    kube.kubectlWith(cluster, "apply", "-f", "-");
    kube.kubectlWith(cluster, "apply", "-f", "-").succeeded();
  }

  /** Resets settings that a test has changed. */
  @AfterEach
  void forget() {
    kube.kubectl(
            "-n", ControlPlane.SYSTEM, "delete", "configmap", "higuma-config", "--ignore-not-found")
        .succeeded();
  }

  @DefaultPorts
  @ParameterizedTest
  @MethodSource("profiles")
  void injectsAsKumaDoes(String profile) throws Exception {
    var settings = new HashMap<>(InjectVectors.environment(profile));
    var authority = folder.resolve("ca.crt");
    Files.writeString(authority, InjectVectors.caCertificate());
    settings.put("KUMA_RUNTIME_KUBERNETES_INJECTOR_CA_CERT_FILE", authority.toString());
    // The vectors name Kuma's default port, which tested control planes do not use otherwise.
    settings.putIfAbsent("KUMA_DP_SERVER_PORT", "5678");
    try (var higuma = ControlPlane.start(kube, settings).awaitReady()) {
      for (var vector : InjectVectors.all()) {
        if (vector.profile().equals(profile)) {
          check(higuma, vector);
        }
      }
    }
  }

  private static void check(ControlPlane higuma, Vector vector) throws Exception {
    var answer = answer(higuma, vector.namespace(), vector.pod());
    assertThat(answer.path("allowed").asBoolean())
        .as(vector.name())
        .isEqualTo(vector.patched().isPresent());
    if (vector.patched().isPresent()) {
      var pod = vector.pod();
      if (answer.has("patch")) {
        var patch = new ObjectMapper().readTree(answer.path("patch").binaryValue());
        pod = JsonPatch.apply(patch, pod);
      }
      assertThat(InjectVectors.normalised(pod))
          .as(vector.name())
          .isEqualTo(InjectVectors.normalised(vector.patched().get()));
    }
  }

  @Test
  void givesAnInjectedPodItsDataplane() throws Exception {
    try (var higuma = ControlPlane.start(kube, Map.of()).awaitReady()) {
      kube.kubectlWith(
              """
              apiVersion: v1
              kind: Pod
              metadata:
                name: web
                namespace: apps
                annotations: {kuma.io/sidecar-injected: "true", kuma.io/mesh: default}
              spec: {containers: [{name: web, image: web}]}
              """,
              "apply",
              "-f",
              "-")
          .succeeded();
      kube.kubectl(
              "-n",
              "apps",
              "patch",
              "pod",
              "web",
              "--subresource=status",
              "--type=merge",
              "-p",
              "{\"status\": {\"phase\": \"Running\", \"podIP\": \"10.1.2.3\"}}")
          .succeeded();

      Awaitility.await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(
                          kube.kubectl(
                                  "-n",
                                  "apps",
                                  "get",
                                  "dataplane",
                                  "web",
                                  "-o=jsonpath={.spec.networking.address}")
                              .out())
                      .isEqualTo("10.1.2.3"));
      assertThat(higuma.log()).doesNotContain("ERROR");
    }
  }

  @Test
  void showsAndChangesItsSettings() throws Exception {
    var settings = Map.of("KUMA_API_SERVER_AUTHN_LOCALHOST_IS_ADMIN", "true");
    try (var higuma = ControlPlane.start(kube, settings).awaitReady()) {
      Awaitility.await()
          .atMost(SOON)
          .ignoreExceptions()
          .until(() -> get(higuma, "/config").statusCode() == 200);
      var before = get(higuma, SETTING);
      assertThat(before.statusCode()).as(before.body()).isEqualTo(200);

      var changed =
          higuma.api(
              "PATCH",
              SETTING,
              Map.of(
                  "Content-Type",
                  "application/merge-patch+json",
                  "If-Match",
                  before.headers().firstValue("ETag").orElseThrow()),
              "true");

      assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
      assertThat(new ObjectMapper().readTree(get(higuma, SETTING).body()).path("value").asBoolean())
          .isTrue();
      assertThat(get(higuma, "/inventory").statusCode()).isEqualTo(200);
      assertThat(get(higuma, "/openapi").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void reportsThatTheApiServerIsUnreachableAndWaits() throws Exception {
    var nowhere = Map.of("KUBERNETES_MASTER", "https://127.0.0.1:1");
    try (var higuma = ControlPlane.start(kube, nowhere)) {
      Awaitility.await()
          .atMost(SOON)
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(higuma.log())
                      .contains("Namespaces cannot be read", "Meshes cannot be read"));

      // The port opens after the first attempts to read the cluster.
      Awaitility.await()
          .atMost(SOON)
          .ignoreExceptions()
          .until(() -> higuma.diagnostics("/ready").statusCode() == 503);
      assertThat(higuma.log()).doesNotContain("Exception in thread");
      assertThat(higuma.stopped()).isIn(0, 143);
    }
  }

  @Test
  void reportsItsStateAndStopsOnSigterm() throws Exception {
    try (var higuma = ControlPlane.start(kube, Map.of()).awaitReady()) {
      assertThat(higuma.diagnostics("/q/health").statusCode()).isEqualTo(200);
      assertThat(higuma.diagnostics("/metrics").body()).contains("sidecar_injection_total");

      assertThat(higuma.stopped()).isIn(0, 143);
      assertThat(higuma.log()).contains("stopping");
    }
  }

  @Test
  void sendsTraces() throws Exception {
    try (var collector = new TraceCollector()) {
      var settings =
          Map.of(
              "KUMA_TRACING_OPENTELEMETRY_ENABLED",
              "true",
              "OTEL_EXPORTER_OTLP_ENDPOINT",
              collector.endpoint());
      try (var higuma = ControlPlane.start(kube, settings).awaitReady()) {
        answer(higuma, "apps", RunningWebhook.pod("traced"));
        Awaitility.await()
            .atMost(SOON)
            .untilAsserted(
                () ->
                    assertThat(collector.spans())
                        .extracting(span -> span.attributes().get("higuma.object.name"))
                        .contains("traced"));
      }
    }
  }

  private static JsonNode answer(ControlPlane higuma, String namespace, JsonNode pod)
      throws IOException, InterruptedException {
    return higuma.webhook(AdmissionServer.INJECT_PATH, RunningWebhook.review(namespace, pod));
  }

  private static HttpResponse<String> get(ControlPlane higuma, String path)
      throws IOException, InterruptedException {
    return higuma.api("GET", path, Map.of(), "");
  }
}
