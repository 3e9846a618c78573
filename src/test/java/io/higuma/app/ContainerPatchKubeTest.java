package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.higuma.kuma.ContainerPatch;
import io.higuma.testing.ClusterSetup;
import io.higuma.testing.CommandResult;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.hamcrest.Matcher;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lifecycle of a ContainerPatch on a real API server, and Events on owners of Pods. */
@NeedsKube
@NeedsPackage
class ContainerPatchKubeTest {
  private static final String STDIN = "{op: add, path: /stdin, value: 'true'}";
  private static LocalKubeApi kube;
  private static ContainerPatches patches;
  private static ControlPlane controlPlane;

  @BeforeAll
  static void start(LocalKubeApi api) {
    kube = api;
    patches = new ContainerPatches(kube);
    ClusterSetup.install(kube);
    ClusterSetup.injectedNamespace(kube, "demo");
    ClusterSetup.injectedNamespace(kube, "shop");
    controlPlane = ControlPlane.start(kube, Map.of()).awaitReady().register();
    kube.startControllers();
  }

  @AfterAll
  static void stop() {
    if (controlPlane != null) {
      controlPlane.close();
    }
  }

  @Test
  void authorLearnsWhatIsWrongWhenWriting() {
    var never =
        patches.apply("never", ControlPlane.SYSTEM, "{op: add, path: /stdinn, value: 'true'}");
    assertThat(never.exitCode()).isEqualTo(1);
    assertThat(never.err())
        .contains("validator.kuma-admission.kuma.io", "never.spec.sidecarPatch[0]", "/stdinn");
    assertThat(patches.apply("lost", "demo", STDIN).err())
        .contains("ContainerPatch can only be placed in kuma-system namespace");
    assertThat(patches.get("never")).isNull();
    var privileged =
        patches.apply(
            "strong",
            ControlPlane.SYSTEM,
            "{op: add, path: /securityContext/privileged, value: 'true'}");
    assertThat(privileged.succeeded().err())
        .contains("Warning: strong: kuma-sidecar runs privileged, with all rights on its node");
  }

  @Test
  void statusSaysWhetherAPatchIsValidAndWhoUsesIt() {
    patches.apply("used", ControlPlane.SYSTEM, STDIN).succeeded();
    eventually(
        () -> {
          assertThat(patches.condition("used", "Valid")).isEqualTo("True");
          assertThat(patches.condition("used", "Used")).isEqualTo("False");
        });
    deployment("shop", "web", "kuma.io/container-patches: used").succeeded();
    eventually(
        () -> {
          var status = patches.get("used").getStatus();
          assertThat(status).isNotNull();
          assertThat(status.usedBy()).isOne();
          assertThat(status.workloads()).containsExactly("shop/Deployment/web");
          assertThat(patches.condition("used", "Used")).isEqualTo("True");
        });
    var settled = patches.get("used");
    assertThat(settled.getStatus().observedGeneration())
        .isEqualTo(settled.getMetadata().getGeneration());
    assertThat(kube.kubectl("get", "containerpatch", "used", "-n", ControlPlane.SYSTEM).out())
        .containsPattern("NAME\\s+VALID\\s+USED\\s+AGE")
        .containsPattern("used\\s+True\\s+1");

    kube.kubectl("scale", "deployment", "web", "-n", "shop", "--replicas=3").succeeded();
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> pods("shop", "web") == 3);
    Awaitility.await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> patches.get("used").getMetadata().getResourceVersion(), settledVersion(settled));

    var deleted = kube.kubectl("delete", "containerpatch", "used", "-n", ControlPlane.SYSTEM);
    assertThat(deleted.succeeded().err())
        .contains("Warning: ContainerPatch used is used by shop/Deployment/web");
  }

  private static Matcher<String> settledVersion(ContainerPatch settled) {
    return Matchers.equalTo(settled.getMetadata().getResourceVersion());
  }

  @Test
  void statusFollowsAChangeOfThePatch() {
    patches.apply("changing", ControlPlane.SYSTEM, STDIN).succeeded();
    eventually(() -> assertThat(patches.condition("changing", "Valid")).isEqualTo("True"));
    patches.apply("changing", ControlPlane.SYSTEM, "{op: remove, path: /env/40}").succeeded();
    eventually(
        () -> {
          assertThat(patches.condition("changing", "Valid")).isEqualTo("Unknown");
          assertThat(patches.get("changing").getStatus().observedGeneration()).isEqualTo(2);
        });
  }

  @Test
  void patchesOfADefinitionWithoutStatusAreLeftAlone() {
    kube.kubectl(
            "patch",
            "crd",
            "containerpatches.kuma.io",
            "--type=json",
            "-p",
            "[{\"op\":\"remove\",\"path\":\"/spec/versions/0/subresources\"}]")
        .succeeded();
    try {
      eventually(
          () ->
              assertThat(kube.client().raw("/apis/kuma.io/v1alpha1"))
                  .doesNotContain("containerpatches/status"));
      patches.apply("plain", ControlPlane.SYSTEM, STDIN).succeeded();
      var patient = kube.kubectl("run", "p", "--image=app", "-n", "demo");
      assertThat(patient.succeeded().exitCode()).isZero();
      Awaitility.await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(10))
          .until(() -> patches.get("plain").getStatus() == null);
    } finally {
      kube.kubectl("apply", "-f", "helm/higuma/crds/kuma.io_containerpatches.yaml").succeeded();
    }
  }

  @Test
  void rejectedPodsOfADeploymentGetAnEventOnTheDeployment() {
    deployment("demo", "broken", "kuma.io/container-patches: nowhere").succeeded();
    eventually(
        () ->
            assertThat(events("demo", "InjectionRefused"))
                .anySatisfy(
                    event -> {
                      assertThat(event.getRegarding().getKind()).isEqualTo("Deployment");
                      assertThat(event.getRegarding().getName()).isEqualTo("broken");
                      assertThat(event.getType()).isEqualTo("Warning");
                      assertThat(event.getNote())
                          .startsWith("patch_not_found: kuma.io/container-patches: ")
                          .contains("nowhere");
                    }));
    assertThat(kube.kubectl("describe", "deployment", "broken", "-n", "demo").out())
        .contains("InjectionRefused");
    Awaitility.await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(10))
        .until(() -> eventsOn("broken").size() == 1);
  }

  private List<Event> eventsOn(String deployment) {
    return events("demo", "InjectionRefused").stream()
        .filter(event -> event.getRegarding().getName().equals(deployment))
        .toList();
  }

  @Test
  void podsOfAnotherNamespaceMayNotNameAPatchThatDoesNotAllowIt() {
    kube.kubectlWith(
            """
            apiVersion: kuma.io/v1alpha1
            kind: ContainerPatch
            metadata:
              name: mine
              namespace: kuma-system
              annotations: {kuma.io/allowed-namespaces: "shop"}
            spec: {sidecarPatch: [%s]}
            """
                .formatted(STDIN),
            "apply",
            "-f",
            "-")
        .succeeded();
    assertThat(run("demo", "thief").err())
        .contains("ContainerPatches that Pods of namespace 'demo' may not name: mine");
    run("shop", "owner").succeeded();
  }

  @Test
  void dryRunsMakeNoEvents() {
    var dry =
        kube.kubectl(
            "run",
            "dry",
            "--image=app",
            "-n",
            "shop",
            "--dry-run=server",
            "--annotations=kuma.io/container-patches=nowhere");
    assertThat(dry.exitCode()).isEqualTo(1);
    var wet =
        kube.kubectl(
            "run",
            "wet",
            "--image=app",
            "-n",
            "shop",
            "--annotations=kuma.io/container-patches=nowhere");
    assertThat(wet.exitCode()).isEqualTo(1);
    eventually(
        () ->
            assertThat(events("shop", "InjectionRefused"))
                .extracting(event -> event.getRegarding().getName())
                .contains("wet")
                .doesNotContain("dry"));
  }

  private static CommandResult run(String namespace, String name) {
    return kube.kubectl(
        "run",
        name,
        "--image=app",
        "-n",
        namespace,
        "--annotations=kuma.io/container-patches=mine");
  }

  private static CommandResult deployment(String namespace, String name, String annotation) {
    return kube.kubectlWith(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: NAME, namespace: NAMESPACE}
        spec:
          selector: {matchLabels: {app: NAME}}
          template:
            metadata: {labels: {app: NAME}, annotations: {ANNOTATION}}
            spec: {containers: [{name: app, image: app}]}
        """
            .replace("NAMESPACE", namespace)
            .replace("NAME", name)
            .replace("ANNOTATION", annotation),
        "apply",
        "-f",
        "-");
  }

  private static long pods(String namespace, String app) {
    return kube.client().pods().inNamespace(namespace).withLabel("app", app).resources().count();
  }

  private static List<Event> events(String namespace, String reason) {
    return kube.client().events().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getReason().equals(reason))
        .toList();
  }

  private static void eventually(ThrowingRunnable assertion) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
  }
}
