package io.higuma.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the commands of {@code docs/emergency.md} and checks their effect in the worst case: the
 * chart is installed and no replica runs.
 */
@NeedsKube
class EmergencyKubeTest {
  private static final Page PAGE = Page.read("emergency.md");
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String PATCH =
      """
      apiVersion: kuma.io/v1alpha1
      kind: ContainerPatch
      metadata: {name: patch, namespace: kuma-system}
      spec: {sidecarPatch: [{op: add, path: /stdin, value: "true"}]}
      """;
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: shop}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, image: web}]}
      """;

  private static LocalKubeApi kube;

  @BeforeAll
  static void start(LocalKubeApi api) {
    kube = api;
    install(kube);
  }

  private static void install(LocalKubeApi kube) {
    kube.kubectl("create", "namespace", "kuma-system").succeeded();
    kube.kubectl("create", "namespace", "shop").succeeded();
    kube.kubectl("label", "namespace", "shop", "kuma.io/sidecar-injection=enabled").succeeded();
    Page.run(
        kube,
        "helm install higuma helm/higuma --namespace kuma-system"
            + " --set controlPlane.webhooks.timeoutSeconds=1");
    kube.kubectl("wait", "--for=condition=Established", "-f", "helm/higuma/crds").succeeded();
    kube.kubectlWith(DEPLOYMENT, "apply", "-f", "-").succeeded();
    awaitRefused(kube, true);
  }

  /** The first command of each section disables it, the last one enables it again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "One namespace without sidecars",
        "Admit Pods while no replica responds",
        "No injection at all",
      })
  void podsAreCreatedAgain(String heading) {
    List<String> commands = PAGE.commands(heading);
    assertThat(commands).hasSize(2);
    Page.run(kube, commands.getFirst());
    awaitRefused(kube, false);
    Page.run(kube, commands.getLast());
    awaitRefused(kube, true);
  }

  @Test
  void workloadGetsNoSidecar() {
    PAGE.commands("One workload without a sidecar").forEach(command -> Page.run(kube, command));
    var labels =
        kube.client()
            .apps()
            .deployments()
            .inNamespace("shop")
            .withName("web")
            .get()
            .getSpec()
            .getTemplate()
            .getMetadata()
            .getLabels();
    assertThat(labels).containsEntry("kuma.io/sidecar-injection", "disabled");
    assertThat(isRefused(kube, ",kuma.io/sidecar-injection=disabled")).isFalse();
  }

  @Test
  void containerPatchesAreWrittenAgain() {
    assertThat(kube.kubectlWith(PATCH, "apply", "-f", "-").exitCode()).isNotZero();
    List<String> commands = PAGE.commands("ContainerPatches cannot be written");
    Page.run(kube, commands.getFirst());
    Awaitility.await()
        .atMost(SOON)
        .until(() -> kube.kubectlWith(PATCH, "apply", "-f", "-").exitCode() == 0);
    Page.run(kube, commands.getLast());
    kube.kubectl("delete", "containerpatch", "patch", "--namespace=kuma-system").succeeded();
  }

  /** On a cluster of its own, because it ends without Higuma. */
  @Test
  void everythingElseCanBeRun(LocalKubeApi own) {
    install(own);
    for (String heading :
        List.of(
            "Is it Higuma?",
            "Bad settings",
            "The certificate is not trusted",
            "Stop the control loop",
            "Remove it")) {
      PAGE.commands(heading).forEach(command -> Page.run(own, command));
    }
    awaitRefused(own, false);
    assertThat(own.kubectl("get", "crd", "-oname").out())
        .contains("meshes.kuma.io", "containerpatches.kuma.io", "dataplanes.kuma.io");
  }

  private static void awaitRefused(LocalKubeApi kube, boolean refused) {
    Awaitility.await().atMost(SOON).until(() -> isRefused(kube, "") == refused);
  }

  private static boolean isRefused(LocalKubeApi kube, String labels) {
    var result =
        kube.kubectl(
            "run",
            "one",
            "--image=one",
            "--namespace=shop",
            "--dry-run=server",
            "--labels=app=one" + labels);
    return result.err().contains("failed calling webhook");
  }
}
