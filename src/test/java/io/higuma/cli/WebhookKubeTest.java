package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.higuma.inject.InjectVectors;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real API server sends Pods to our webhook and stores what comes back. */
@NeedsKube
class WebhookKubeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static LocalKubeApi kube;
  private static ControlPlane controlPlane;

  @BeforeAll
  static void start(LocalKubeApi api) {
    kube = api;
    ControlPlane.install(kube);
    kube.kubectlWith(ControlPlane.resource("/kuma-2.14/cluster.yaml"), "apply", "-f", "-")
        .succeeded();
    var ca =
        Map.of(
            "KUMA_RUNTIME_KUBERNETES_INJECTOR_CA_CERT_FILE", "src/test/resources/kuma-2.14/ca.crt");
    controlPlane = ControlPlane.start(kube, ca).awaitReady().register();
  }

  @AfterAll
  static void stop() {
    if (controlPlane != null) {
      controlPlane.close();
    }
  }

  @Test
  void podsOfDeploymentComeBackInjected() {
    kube.startControllers();
    kube.kubectlWith(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: demo}
            spec:
              replicas: 3
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: web:1}]}
            """,
            "apply",
            "-f",
            "-")
        .succeeded();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(podsOf("web")).hasSize(3));
    for (var pod : podsOf("web")) {
      assertThat(initContainers(pod)).containsExactly("kuma-init", "kuma-sidecar");
      assertThat(pod.getMetadata().getAnnotations())
          .containsEntry("kuma.io/sidecar-injected", "true");
      assertThat(pod.getMetadata().getLabels()).containsEntry("kuma.io/mesh", "default");
    }
  }

  @Test
  void refusedPodShowsItsReasonToKubectl() {
    var result =
        kube.kubectl(
            "run",
            "refused",
            "--image=app",
            "-ndemo",
            "--annotations=traffic.kuma.io/exclude-inbound-ports=80;rm -rf");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .contains("Error from server (Forbidden)")
        .contains("namespace-kuma-injector.kuma.io")
        .contains("traffic.kuma.io/exclude-inbound-ports")
        .contains("80;rm -rf");
    assertThat(kube.client().pods().inNamespace("demo").withName("refused").get()).isNull();
  }

  @Test
  void warningsReachKubectl() {
    var result =
        kube.kubectl(
            "run", "warned", "--image=app", "-ndemo", "--annotations=kuma.io/builtindns=enabled");
    assertThat(result.succeeded().err()).contains("Warning:").contains("kuma.io/builtindns");
  }

  @Test
  void podsThatOptOutStayUntouched() {
    kube.kubectl(
            "run", "out", "--image=app", "-ndemo", "--labels=kuma.io/sidecar-injection=disabled")
        .succeeded();
    kube.kubectl("run", "out", "--image=app", "-nplain").succeeded();
    kube.kubectl(
            "run", "host", "--image=app", "-ndemo", "--overrides={\"spec\":{\"hostNetwork\":true}}")
        .succeeded();
    for (var pod : List.of(pod("demo", "out"), pod("plain", "out"), pod("demo", "host"))) {
      assertThat(initContainers(pod)).isEmpty();
      assertThat(pod.getSpec().getContainers()).hasSize(1);
      assertThat(pod.getMetadata().getAnnotations()).isNullOrEmpty();
    }
  }

  @Test
  void labelOfPodIsEnough() {
    for (var namespace : List.of("plain", "off")) {
      for (var value : List.of("enabled", "true", "yes")) {
        var name = "labelled-" + value;
        kube.kubectl(
                "run",
                name,
                "--image=app",
                "-n" + namespace,
                "--labels=kuma.io/sidecar-injection=" + value)
            .succeeded();
        assertThat(initContainers(pod(namespace, name))).contains("kuma-sidecar");
      }
    }
  }

  /** Test 6 of the list for trusted webhooks: called twice for one Pod. */
  @Test
  void secondCallForOnePodAddsNothing() {
    var name = "kuma-admission-mutating-webhook-configuration";
    var again = kube.kubectl("get", "mutatingwebhookconfiguration", name, "-oyaml");
    var second = again.succeeded().out().replace("name: " + name, "name: higuma-second");
    kube.kubectlWith(second, "create", "-f", "-").succeeded();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              kube.kubectl("delete", "pod", "twice", "-ndemo", "--ignore-not-found", "--now");
              kube.kubectl("run", "twice", "--image=app", "-ndemo").succeeded();
              // The API server has seen the second configuration when the second call was counted.
              assertThat(metrics()).containsPattern("reason=\"already_injected\"} [1-9]");
            });
    kube.kubectl("delete", "mutatingwebhookconfiguration", "higuma-second").succeeded();
    assertThat(initContainers(pod("demo", "twice"))).containsExactly("kuma-init", "kuma-sidecar");
  }

  /** Test 7: nothing is stored, and nothing is counted as real. */
  @Test
  void dryRunIsInjectedAndStoresNothing() {
    var shown = kube.kubectl("run", "dry", "--image=app", "-ndemo", "--dry-run=server", "-oyaml");
    assertThat(shown.succeeded().out()).contains("name: kuma-sidecar");
    assertThat(pod("demo", "dry")).isNull();
  }

  @Test
  void systemNamespacesAreNeverSent() {
    for (var namespace : List.of("kube-system", ControlPlane.SYSTEM)) {
      kube.kubectl("label", "namespace", namespace, "kuma.io/sidecar-injection=enabled")
          .succeeded();
      kube.kubectl(
              "run",
              "own",
              "--image=app",
              "-n" + namespace,
              "--labels=kuma.io/sidecar-injection=enabled")
          .succeeded();
      assertThat(initContainers(pod(namespace, "own"))).isEmpty();
      kube.kubectl("label", "namespace", namespace, "kuma.io/sidecar-injection-").succeeded();
    }
  }

  @Test
  void validatorKeepsWorkloadLabelForTheControlPlane() {
    kube.kubectl("run", "labelled", "--image=app", "-ndemo").succeeded();
    var update = kube.kubectl("label", "pod", "labelled", "-ndemo", "kuma.io/workload=mine");
    assertThat(update.exitCode()).isEqualTo(1);
    assertThat(update.err())
        .contains("pod.validator.kuma-admission.kuma.io")
        .contains("kuma.io/workload");
    var create =
        kube.kubectl("run", "mine", "--image=app", "-noff", "--labels=kuma.io/workload=mine");
    assertThat(create.err()).contains("pod.validator.kuma-admission.kuma.io");
  }

  @Test
  void podsFollowTheirNamespaceInOneBreath() {
    for (int i = 0; i < 20; i++) {
      var name = "breath-" + i;
      kube.kubectlWith(
              """
              apiVersion: v1
              kind: Namespace
              metadata: {name: NAME, labels: {kuma.io/sidecar-injection: enabled, kuma.io/mesh: NAME}}
              ---
              apiVersion: kuma.io/v1alpha1
              kind: Mesh
              metadata: {name: NAME}
              ---
              apiVersion: kuma.io/v1alpha1
              kind: ContainerPatch
              metadata: {name: NAME, namespace: kuma-system}
              spec: {sidecarPatch: [{op: add, path: /stdin, value: "true"}]}
              ---
              apiVersion: v1
              kind: Pod
              metadata: {name: app, namespace: NAME, annotations: {kuma.io/container-patches: NAME}}
              spec: {containers: [{name: app, image: app}]}
              """
                  .replace("NAME", name),
              "apply",
              "-f",
              "-")
          .succeeded();
      assertThat(initContainers(pod(name, "app"))).contains("kuma-sidecar");
    }
  }

  static Stream<InjectVectors.Vector> vectors() {
    return InjectVectors.all().stream()
        .filter(vector -> vector.profile().equals("default") && vector.patched().isPresent())
        .filter(vector -> !vector.pod().at("/metadata/labels").has("kuma.io/workload"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void storedPodIsWhatTheLibraryMakes(InjectVectors.Vector vector) throws Exception {
    var wanted = JSON.treeToValue(vector.patched().orElseThrow(), Pod.class);
    var sent = JSON.treeToValue(vector.pod(), Pod.class);
    if (!isValidWithoutUs(sent)) {
      assertThatThrownBy(() -> create(vector.namespace(), sent))
          .hasMessageNotContaining("admission webhook")
          .extracting(failure -> ((KubernetesClientException) failure).getCode())
          .isEqualTo(422);
      return;
    }
    var stored = create(vector.namespace(), sent);
    assertContains(JSON.valueToTree(stored), JSON.valueToTree(wanted), "");
  }

  private static Pod create(String namespace, Pod pod) {
    return kube.client().pods().inNamespace(namespace).resource(pod).dryRun(true).create();
  }

  private static boolean isValidWithoutUs(Pod pod) {
    var plain =
        new PodBuilder(pod)
            .editMetadata()
            .withNamespace("plain")
            .removeFromLabels("kuma.io/sidecar-injection")
            .endMetadata()
            .build();
    try {
      create("plain", plain);
      return true;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  /** The API server adds defaults, so what is stored has more. */
  private static void assertContains(JsonNode stored, JsonNode wanted, String path) {
    if (path.equals("/metadata/namespace") || path.equals("/metadata/creationTimestamp")) {
      return;
    }
    if (wanted.isObject()) {
      for (var member : wanted.properties()) {
        assertContains(
            stored.path(member.getKey()), member.getValue(), path + "/" + member.getKey());
      }
    } else if (wanted.isArray()) {
      assertThat(stored).as(path).hasSize(wanted.size());
      for (int i = 0; i < wanted.size(); i++) {
        assertContains(stored.get(i), wanted.get(i), path + "/" + i);
      }
    } else if (!wanted.isNull() && !wanted.asText().equals(stored.asText())) {
      assertThat(stored).as(path).isEqualTo(wanted);
    }
  }

  private static String metrics() throws IOException {
    var port = controlPlane.server().diagnosticsPort();
    try (var in = URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<Pod> podsOf(String app) {
    return kube.client().pods().inNamespace("demo").withLabel("app", app).list().getItems();
  }

  private static Pod pod(String namespace, String name) {
    return kube.client().pods().inNamespace(namespace).withName(name).get();
  }

  private static List<String> initContainers(Pod pod) {
    return pod.getSpec().getInitContainers().stream()
        .map(container -> container.getName())
        .toList();
  }
}
