package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.testing.KubeTestResource;
import io.higuma.testing.KubeUser;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.ShopNamespace;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the commands of the plugin of kubectl print, with a port forwarded to a control plane. */
@NeedsKube
@QuarkusTest
@WithTestResource(
    value = KubeTestResource.class,
    initArgs = @ResourceArg(name = "KUMA_API_SERVER_AUTHN_LOCALHOST_IS_ADMIN", value = "false"))
class KubectlPluginKubeTest extends KubectlPluginFixture {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String PATCHED =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: patched-by-hand
        namespace: shop
        annotations: {kuma.io/container-patches: memory}
      spec: {containers: [{name: app, image: app}]}
      """;

  @Test
  void explainsADeploymentThroughAForwardedPort() {
    var run = plugin.run("explain", "deploy/own");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("Deployment shop/own: injected into mesh default\n")
        .contains("\n  result             pass");
    assertThat(plugin.connections()).isPositive();
  }

  @Test
  void explainsAPodWithItsStateAndDataplane() throws IOException {
    var run = plugin.run("explain", "pod", plugin.shop().podOf("own"), "-n", "shop");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("Now: injected\nDataplane: no Dataplane: the Pod has no IP\n");

    var json = plugin.run("explain", "early", "-o", "json");
    assertThat(JSON.readTree(json.out()).at("/workloads/0/state/state").asText())
        .isEqualTo("missing");
  }

  @Test
  void listsThePodsOfTheContextsNamespace() {
    var run = plugin.run("get");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines().findFirst().orElseThrow())
        .matches("NAME +OWNER +INJECTION +SIDECAR +REASON");
    assertThat(run.out())
        .containsPattern("own-\\S+ +Deployment/own +injected +-")
        .containsPattern("early +Pod/early +missing ")
        .doesNotContain("lonely");
  }

  @Test
  void listsPodsOfAllNamespacesByState() throws IOException {
    var run = plugin.run("get", "-A", "--state", "skipped,missing");

    assertThat(run.out())
        .containsPattern("plain +lonely +Pod/lonely +skipped")
        .containsPattern("shop +early")
        .doesNotContain("own-");
    assertThat(
            JSON.readTree(plugin.run("get", "-A", "-o", "json").out())
                .path("counts")
                .path("missing")
                .asInt())
        .isPositive();
  }

  @Test
  void showsWhichWorkloadsAChangedContainerPatchChanges() throws IOException {
    plugin.kubeconfig(KubeUser.ADMIN);
    var stored = patch("20Mi");
    Files.writeString(folder.resolve("patch.yaml"), stored);
    plugin.shop().apply(stored);
    // The webhook refuses the Pod until the ContainerPatch is in its cache.
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> kube().kubectlWith(PATCHED, "apply", "-f", "-").exitCode() == 0);
    try {
      var same = plugin.run("diff", "-f", "patch.yaml");
      assertThat(same.exitCode()).as(same.err()).isZero();
      assertThat(same.out()).matches("0 of \\d+ workloads would be rendered differently.\\n");

      Files.writeString(folder.resolve("patch.yaml"), patch("30Mi"));
      var run = plugin.run("diff", "-f", "patch.yaml");

      assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
      assertThat(run.out())
          .contains("\nshop Pod/patched-by-hand\n")
          .containsPattern("\\n- +memory: \"?20Mi\"?\\n\\+ +memory: \"?30Mi")
          .doesNotContain("Deployment/own");
      assertThat(run.err()).isEmpty();
    } finally {
      kube().kubectl("delete", "pod", "patched-by-hand", "-n", "shop", "--now").succeeded();
      kube().kubectl("delete", "containerpatch", "memory", "-n", "kuma-system").succeeded();
    }
  }

  private static String patch(String memory) {
    return """
        apiVersion: kuma.io/v1alpha1
        kind: ContainerPatch
        metadata: {name: memory, namespace: kuma-system}
        spec:
          sidecarPatch:
          - {op: add, path: /resources/requests/memory, value: '"MEMORY"'}
        """
        .replace("MEMORY", memory);
  }

  @Test
  void reportsEveryProblemOfSettings() throws IOException {
    Files.writeString(
        folder.resolve("settings.yaml"), "{sidecarContainer: {drainTime: -1s, uid: many}}");

    var run = plugin.run("diff", "-f", "settings.yaml");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .containsExactlyInAnyOrder(
            "error: runtime.kubernetes.injector.sidecarContainer.drainTime: value '-1s' is not"
                + " valid: expected a duration above 0s (override)",
            "error: runtime.kubernetes.injector.sidecarContainer.uid: value 'many' is not valid:"
                + " expected a whole number not below 0 (override)");
  }

  @Test
  void showsWhatSettingsWouldChange() throws IOException {
    Files.writeString(
        folder.resolve("settings.yaml"),
        "runtime: {kubernetes: {injector: {sidecarContainer: {image: example.com/dp:2}}}}");

    var run = plugin.run("diff", "-f", "settings.yaml");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "sidecarContainer.image",
            "-> example.com/dp:2",
            "workloads would be rendered differently:");
  }

  @Test
  void showsWhatInjectionAddsToAWorkload() throws IOException {
    Files.writeString(folder.resolve("web.yaml"), ShopNamespace.unpatched("new"));

    var run = plugin.run("diff", "-f", "web.yaml");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.out()).contains("\n+", "kuma-sidecar");
  }

  @Test
  void comparesTheWorkloadsOfAFileAndSaysWhyOneIsRefused() throws IOException {
    Files.writeString(
        folder.resolve("all.yaml"),
        """
        {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 80}]}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: slow, annotations: {kuma.io/sidecar-drain-time: soon}}
        spec: {containers: [{name: a, image: a}]}
        ---
        """
            + ShopNamespace.unpatched("new"));

    var run = plugin.run("diff", "-n", ShopNamespace.NAME, "-f", "all.yaml");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).contains("\n+", "kuma-sidecar");
    assertThat(run.err())
        .contains("refused: Pod shop/slow: ", "kuma.io/sidecar-drain-time")
        .doesNotContain("Service", "error:");
  }

  @Test
  void saysThatAFileHasNothingToCompare() throws IOException {
    Files.writeString(
        folder.resolve("map.yaml"), "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}");

    var run = plugin.run("diff", "-f", "map.yaml");

    assertThat(run)
        .isEqualTo(
            new CommandRun(
                0, "", "warning: no ContainerPatch, Pod or workload and no settings to compare\n"));
  }

  @Test
  void showsTheTableOnce() throws IOException {
    plugin.kubeconfig(KubeUser.ADMIN);

    var run = plugin.run("top", "--once", "-A");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("POD +READY +STATUS +INJECTION +REASON")
        .containsPattern("shop/early +0/1 +Pending +missing")
        .containsPattern("shop/own-\\S+ +0/2 +Pending +injected +by the Namespace's label")
        .contains("DATAPLANE")
        .contains(" injected, ", " missing, ", " sidecars connected");
    // Pods with a problem come first, and the others are only counted.
    assertThat(plugin.run("top", "--once", "-A", "--rows", "1").out())
        .contains("shop/early")
        .doesNotContain("shop/own-")
        .containsPattern(", \\d+ rows not shown");
  }
}
