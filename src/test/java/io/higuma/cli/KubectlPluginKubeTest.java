package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.testing.CommandResult;
import io.higuma.testing.FakeKubelet;
import io.higuma.testing.HigumaProcess;
import io.higuma.testing.KubeTestResource;
import io.higuma.testing.KubeUser;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.ShopNamespace;
import io.higuma.testing.TestedControlPlane;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plugin of kubectl, with a kubeconfig only: the control plane is found by its Service, and its
 * port is forwarded through the API server and a kubelet.
 */
@NeedsKube
@QuarkusTest
@WithTestResource(
    value = KubeTestResource.class,
    initArgs = @ResourceArg(name = "KUMA_API_SERVER_AUTHN_LOCALHOST_IS_ADMIN", value = "false"))
class KubectlPluginKubeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a user needs so that the port can be forwarded. */
  private static final String RIGHTS =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: forwards, namespace: kuma-system}
      rules:
      - {apiGroups: [""], resources: [services], verbs: [get]}
      - {apiGroups: [""], resources: [pods], verbs: [list]}
      - {apiGroups: [""], resources: [pods/portforward], verbs: [create, get]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: forwards, namespace: kuma-system}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: forwards}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: mesh-operators}]
      """;

  private static final String REPLICA =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: kuma-control-plane, namespace: kuma-system}
      spec:
        selector: {app: replica}
        ports: [{name: http-api-server, port: 5681, targetPort: http-api}]
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: replica, namespace: kuma-system, labels: {app: replica}}
      spec:
        nodeName: NODE
        containers:
        - {name: control-plane, image: higuma, ports: [{name: http-api, containerPort: 5681}]}
      """;

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

  TestedControlPlane controlPlane;
  @TempDir Path folder;
  private ShopNamespace shop;
  private FakeKubelet kubelet;

  @BeforeEach
  void runAReplica() throws IOException {
    shop = ShopNamespace.ensure(controlPlane);
    kubelet = new FakeKubelet(kube(), RestAssured.port);
    shop.apply(RIGHTS);
    shop.apply(REPLICA.replace("NODE", kubelet.node()));
    kube()
        .kubectl(
            "patch",
            "pod",
            "replica",
            "-n",
            "kuma-system",
            "--subresource=status",
            "-p",
            "{\"status\": {\"phase\": \"Running\", \"podIP\": \"127.0.0.1\", \"conditions\":"
                + " [{\"type\": \"Ready\", \"status\": \"True\"}]}}")
        .succeeded();
    kubeconfig(KubeUser.OPERATOR);
  }

  private void kubeconfig(KubeUser user) throws IOException {
    var text = Files.readString(kube().kubeconfig());
    Files.writeString(
        folder.resolve("config"),
        text.replace(KubeUser.ADMIN.token(), user.token())
            .replace("user: admin}", "user: admin, namespace: shop}"));
  }

  @AfterEach
  void removeIt() {
    deleteReplica();
    kube().kubectl("delete", "service", "kuma-control-plane", "-n", "kuma-system").succeeded();
    kubelet.close();
  }

  /** By force, because no kubelet confirms that the Pod has ended. */
  private void deleteReplica() {
    kube()
        .kubectl("delete", "pod", "replica", "-n", "kuma-system", "--force", "--grace-period=0")
        .succeeded();
  }

  private LocalKubeApi kube() {
    return controlPlane.kube();
  }

  private CommandRun plugin(String... arguments) {
    return CommandRun.in(
        folder,
        Map.of("KUBECONFIG", "config", "HIGUMA_PROGRAM", "/usr/local/bin/kubectl-higuma"),
        "",
        List.of(arguments));
  }

  @Test
  void explainsADeploymentThroughAForwardedPort() {
    var run = plugin("explain", "deploy/own");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("Deployment shop/own: injected into mesh default\n")
        .contains("\n  result             pass");
    assertThat(kubelet.connections()).isPositive();
  }

  @Test
  void explainsAPodWithItsStateAndDataplane() throws IOException {
    var run = plugin("explain", "pod", shop.podOf("own"), "-n", "shop");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("Now: injected\nDataplane: no Dataplane: the Pod has no IP\n");

    var json = plugin("explain", "early", "-o", "json");
    assertThat(JSON.readTree(json.out()).at("/workloads/0/state/state").asText())
        .isEqualTo("missing");
  }

  @Test
  void listsThePodsOfTheContextsNamespace() {
    var run = plugin("get");

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
    var run = plugin("get", "-A", "--state", "skipped,missing");

    assertThat(run.out())
        .containsPattern("plain +lonely +Pod/lonely +skipped")
        .containsPattern("shop +early")
        .doesNotContain("own-");
    assertThat(
            JSON.readTree(plugin("get", "-A", "-o", "json").out())
                .path("counts")
                .path("missing")
                .asInt())
        .isPositive();
  }

  @Test
  void showsWhichWorkloadsAChangedContainerPatchChanges() throws IOException {
    kubeconfig(KubeUser.ADMIN);
    var stored = patch("20Mi");
    Files.writeString(folder.resolve("patch.yaml"), stored);
    shop.apply(stored);
    // The webhook refuses the Pod until it knows the ContainerPatch.
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> kube().kubectlWith(PATCHED, "apply", "-f", "-").exitCode() == 0);
    try {
      var same = plugin("diff", "-f", "patch.yaml");
      assertThat(same.exitCode()).as(same.err()).isZero();
      assertThat(same.out()).matches("0 of \\d+ workloads would be rendered differently.\\n");

      Files.writeString(folder.resolve("patch.yaml"), patch("30Mi"));
      var run = plugin("diff", "-f", "patch.yaml");

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
  void showsWhatSettingsWouldChange() throws IOException {
    Files.writeString(
        folder.resolve("settings.yaml"),
        "runtime: {kubernetes: {injector: {sidecarContainer: {image: example.com/dp:2}}}}");

    var run = plugin("diff", "-f", "settings.yaml");

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

    var run = plugin("diff", "-f", "web.yaml");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.out()).contains("\n+", "kuma-sidecar");
  }

  @Test
  void showsTheTableOnce() throws IOException {
    kubeconfig(KubeUser.ADMIN);

    var run = plugin("top", "--once", "-A");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("POD +READY +STATUS +INJECTION +REASON")
        .containsPattern("shop/early +0/1 +Pending +missing")
        .containsPattern("shop/own-\\S+ +0/2 +Pending +injected +by the Namespace's label")
        .contains("DATAPLANE")
        .contains(" injected, ", " missing, ", " sidecars connected");
    // Pods with a problem come first, and the others are only counted.
    assertThat(plugin("top", "--once", "-A", "--rows", "1").out())
        .contains("shop/early")
        .doesNotContain("shop/own-")
        .containsPattern(", \\d+ rows not shown");
  }

  @Test
  void asksWithATokenOfAServiceAccount() throws IOException {
    kubeconfig(KubeUser.ADMIN);
    kube().kubectl("create", "serviceaccount", "asker", "-n", "shop").succeeded();
    try {
      var run = plugin("get", "--as-service-account", "asker");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("user system:serviceaccount:shop:asker has no right to");
    } finally {
      kube().kubectl("delete", "serviceaccount", "asker", "-n", "shop").succeeded();
    }
  }

  @Test
  void bashCompletesNamesOfTheCluster() throws IOException {
    kubeconfig(KubeUser.ADMIN);
    var program = folder.resolve("higuma");
    Files.writeString(
        program, "#!/bin/sh\nexec '" + String.join("' '", HigumaProcess.command()) + "' \"$@\"\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Files.writeString(folder.resolve("completion"), CommandRun.of("completion").out());

    assertThat(completed("kubectl explain deploy/o -n shop", 3)).containsExactly("deploy/own");
    assertThat(completed("kubectl explain pod/ea", 3)).containsExactly("pod/early");
    assertThat(completed("kubectl get -n kuma-s", 4)).containsExactly("kuma-system");
    assertThat(completed("kubectl get --context hi", 4)).containsExactly("higuma");
    assertThat(completed("explain pod -n plain lon", 5)).containsExactly("lonely");
    assertThat(completed("kubectl explain -n nowhere deploy/", 5)).isEmpty();
  }

  /** What bash offers for the word at an index, with the words before it. */
  private List<String> completed(String line, int index) {
    var words = "higuma " + line;
    var script =
        "source completion; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_higuma; printf '%%s\\n'"
                .formatted(words, index)
            + " \"${COMPREPLY[@]}\"";
    var path = folder + ":" + System.getenv("PATH");
    return CommandResult.run(
            "",
            Map.of("PATH", path, "KUBECONFIG", folder.resolve("config").toString()),
            List.of("bash", "-c", "cd " + folder + "; " + script))
        .out()
        .lines()
        .filter(word -> !word.isBlank())
        .toList();
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(plugin("explain", "deploy/nobody").err())
        .isEqualTo("error: there is no Deployment nobody in namespace shop\n");
    assertThat(plugin("get", "--service", "other").err())
        .startsWith("error: there is no Service kuma-system/other; --system-namespace");
    assertThat(plugin("get", "--context", "other").err())
        .isEqualTo("error: --context: value 'other' is not valid: expected one of: higuma\n");
    assertThat(plugin("get", "--token", "wrong").err())
        .startsWith("error: the Kubernetes API server rejected the token; --token ");
    deleteReplica();
    assertThat(plugin("get").err())
        .isEqualTo("error: no Pod of kuma-system/kuma-control-plane is ready\n");
    shop.apply(REPLICA.replace("NODE", kubelet.node()));
  }
}
