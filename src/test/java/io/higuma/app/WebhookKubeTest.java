package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.higuma.testing.ClusterSetup;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The webhook with a real API server. */
@NeedsKube
@NeedsPackage
class WebhookKubeTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static LocalKubeApi kube;
  private static ControlPlane controlPlane;

  @BeforeAll
  static void start(LocalKubeApi api) {
    kube = api;
    ClusterSetup.installAmongVectors(kube);
    var ca =
        Map.of(
            "KUMA_RUNTIME_KUBERNETES_INJECTOR_CA_CERT_FILE",
            Path.of("src/test/resources/kuma-2.14/ca.crt").toAbsolutePath().toString());
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
    Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(podsOf("web")).hasSize(3));
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

  @Test
  @DisplayName("reliability 6: called twice for one Pod, the second call adds nothing")
  void secondCallForOnePodAddsNothing() {
    var name = "kuma-admission-mutating-webhook-configuration";
    var again = kube.kubectl("get", "mutatingwebhookconfiguration", name, "-oyaml");
    var second = again.succeeded().out().replace("name: " + name, "name: higuma-second");
    kube.kubectlWith(second, "create", "-f", "-").succeeded();
    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              kube.kubectl("delete", "pod", "twice", "-ndemo", "--ignore-not-found", "--now");
              kube.kubectl("run", "twice", "--image=app", "-ndemo").succeeded();
              // The second request shows that the API server has the second configuration.
              assertThat(metrics()).containsPattern("reason=\"already_injected\"} [1-9]");
            });
    kube.kubectl("delete", "mutatingwebhookconfiguration", "higuma-second").succeeded();
    assertThat(initContainers(pod("demo", "twice"))).containsExactly("kuma-init", "kuma-sidecar");
  }

  @Test
  @DisplayName("reliability 7: a dry run is injected, and neither stored nor counted nor reported")
  void dryRunIsInjectedAndLeavesNoTrace() throws Exception {
    var before = injections();
    var shown = kube.kubectl("run", "dry", "--image=app", "-ndemo", "--dry-run=server", "-oyaml");
    assertThat(shown.succeeded().out()).contains("name: kuma-sidecar");
    assertThat(pod("demo", "dry")).isNull();
    assertThat(refusedOf("dry", "--dry-run=server")).contains("exclude-inbound-ports");
    assertThat(injections()).isEqualTo(before);
    assertThat(metrics()).containsPattern("higuma_admission_dry_runs_total [1-9]");
    // The Event of the real Pod shows that an Event of the dry run would be here by now.
    assertThat(refusedOf("real")).contains("exclude-inbound-ports");
    Awaitility.await().atMost(LIMIT).until(() -> ownersWithEvents().contains("real"));
    assertThat(ownersWithEvents()).doesNotContain("dry");
    assertThat(kube.kubectl("get", "dataplanes", "-ndemo", "-oname").succeeded().out())
        .doesNotContain("dry");
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
  void podsRightAfterTheirNamespaceAreInjected() {
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

  /** The API server's message for a Pod of a Job with an invalid annotation. */
  private static String refusedOf(String job, String... more) {
    var pod =
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: refused
          annotations: {traffic.kuma.io/exclude-inbound-ports: none}
          ownerReferences: [{apiVersion: batch/v1, kind: Job, name: %s, uid: u, controller: true}]
        spec: {containers: [{name: app, image: app}]}
        """
            .formatted(job);
    var arguments = Stream.concat(Stream.of("create", "-ndemo", "-f", "-"), Stream.of(more));
    return kube.kubectlWith(pod, arguments.toArray(String[]::new)).err();
  }

  private static List<String> ownersWithEvents() {
    return kube.client().events().v1().events().inNamespace("demo").list().getItems().stream()
        .map(event -> event.getRegarding().getName())
        .toList();
  }

  private static List<String> injections() throws IOException {
    return metrics()
        .lines()
        .filter(line -> line.startsWith("sidecar_injection_total"))
        .sorted()
        .toList();
  }

  private static String metrics() throws IOException {
    var port = controlPlane.diagnosticsPort();
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
