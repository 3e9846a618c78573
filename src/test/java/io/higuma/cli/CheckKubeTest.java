package io.higuma.cli;

import static io.higuma.cli.CheckRun.check;
import static io.higuma.cli.CheckRun.messages;
import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.ClusterSetup;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.KubeUser;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import io.higuma.testing.ServedCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@code higuma check} before, during and after the installation, and with faults. */
@NeedsKube
@NeedsPackage
@TestMethodOrder(OrderAnnotation.class)
class CheckKubeTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String MANIFESTS = "src/main/kubernetes/";
  private static final String MUTATING = "kuma-admission-mutating-webhook-configuration";

  private static LocalKubeApi kube;
  private static ControlPlane controlPlane;

  @BeforeAll
  static void start(LocalKubeApi api) {
    kube = api;
    System.setProperty("kubeconfig", kube.kubeconfig().toString());
  }

  @AfterAll
  static void stop() {
    System.clearProperty("kubeconfig");
    if (controlPlane != null) {
      controlPlane.close();
    }
  }

  @Test
  @Order(1)
  void emptyClusterLacksEverything() throws Exception {
    var run = check("--as", KubeUser.CONTROL_PLANE.userName());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(messages(run, "error"))
        .contains("meshes.kuma.io is not known to the cluster")
        .contains("there is no " + MUTATING)
        .anyMatch(message -> message.contains("may not get, list, watch namespaces"))
        .anyMatch(message -> message.contains("may not get, patch secrets higuma-ca in namespace"))
        .anyMatch(message -> message.contains("is created without a sidecar"));
    var text = CommandRun.of("check");
    assertThat(text.exitCode()).isEqualTo(1);
    assertThat(text.out()).contains("error    kinds: meshes.kuma.io", "Install the chart's CRDs");
  }

  @Test
  @Order(2)
  void nothingIsWrongOnceItIsInstalled() throws Exception {
    install();
    Awaitility.await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> {
              var run = check("--as", KubeUser.CONTROL_PLANE.userName());
              assertThat(messages(run, "error")).isEmpty();
              assertThat(messages(run, "warning")).isEmpty();
              assertThat(run.exitCode()).isZero();
            });
    assertThat(messages(check(), "ok"))
        .contains("caBundle holds the authority of Secret higuma-ca")
        .contains("labelled Namespaces and labelled Pods are sent")
        .contains("Pods of kube-system and kuma-system are never sent")
        .contains("a labelled Pod in namespace default is injected");
  }

  @Test
  @Order(2)
  void settingsWithoutEffectAreNamed() throws Exception {
    var run = check("--set", "runtime.kubernetes.skipMeshOwnerReference=true");
    assertThat(messages(run, "warning"))
        .contains(
            "runtime.kubernetes.skipMeshOwnerReference has no effect here (--set"
                + " runtime.kubernetes.skipMeshOwnerReference): Higuma makes no Mesh the owner of"
                + " resources.");
    assertThat(run.err()).doesNotContain("skipMeshOwnerReference");
  }

  @Test
  @Order(3)
  void meshThatIsNotServedIsNamed() throws Exception {
    assertThat(messages(check(), "ok")).contains("the proxies of mesh default can be served");
    ClusterSetup.specOfMesh(
        kube, "{mtls: {enabledBackend: ca-1, backends: [{name: ca-1, type: builtin}]}}");
    assertThat(messages(check(), "warning"))
        .contains("the proxies of mesh default get nothing: mTLS is enabled, which Higuma lacks");
    ClusterSetup.specOfMesh(kube, "{}");
  }

  @Test
  @Order(3)
  void missingRightIsNamed() throws Exception {
    kube.kubectl("delete", "rolebinding", "kuma-control-plane", "-nkuma-system").succeeded();
    assertThat(messages(check("--as", KubeUser.CONTROL_PLANE.userName()), "error"))
        .contains(
            KubeUser.CONTROL_PLANE.userName()
                + " may not get, list, watch, create, update configmaps in namespace kuma-system");
    kube.kubectl("apply", "-f", MANIFESTS + "rbac.yaml").succeeded();
  }

  @Test
  @Order(4)
  void selectorsThatCatchTheWrongPodsAreNamed() throws Exception {
    patch("[{'op': 'remove', 'path': '/webhooks/0/namespaceSelector/matchExpressions/1'}]");
    assertThat(messages(check(), "error"))
        .anyMatch(
            message ->
                message.startsWith("namespace-kuma-injector.kuma.io takes Pods of kube-system"));
    patch("[{'op': 'remove', 'path': '/webhooks/0'}]");
    assertThat(messages(check(), "error"))
        .anyMatch(
            message ->
                message.startsWith("not sent: Namespaces with kuma.io/sidecar-injection=enabled"));
    applyWebhooks();
  }

  /** The chart's nameOverride, for a release beside a kuma-cp. */
  @Test
  @Order(5)
  void namesOfAnotherReleaseAreLookedFor() throws Exception {
    assertThat(messages(check("--name", "other"), "error"))
        .contains("there is no other-admission-mutating-webhook-configuration")
        .contains("there is no other-validating-webhook-configuration");
    kube.kubectlWith(
            Files.readString(Path.of(MANIFESTS + "webhooks.yaml"))
                .replace("name: kuma-", "name: other-"),
            "apply",
            "-f",
            "-")
        .succeeded();
    var run = check("--name", "other", "--as", KubeUser.CONTROL_PLANE.userName());
    assertThat(messages(run, "ok"))
        .contains("other-admission-mutating-webhook-configuration: 3 webhook(s) lead to Higuma")
        .contains("labelled Namespaces and labelled Pods are sent")
        .anyMatch(message -> message.contains("may do all that Higuma does"));
    kube.kubectl(
            "delete",
            "mutatingwebhookconfiguration",
            "other-admission-mutating-webhook-configuration")
        .succeeded();
    kube.kubectl(
            "delete", "validatingwebhookconfiguration", "other-validating-webhook-configuration")
        .succeeded();
  }

  /** The API server accepts an invalid port. */
  @Test
  @Order(5)
  void urlThatCannotBeCalledIsNamed() throws Exception {
    var service =
        kube.kubectl(
                "get",
                "mutatingwebhookconfiguration",
                MUTATING,
                "-ojsonpath={.webhooks[0].clientConfig.service}")
            .succeeded()
            .out();
    patch(
        """
        [{'op': 'remove', 'path': '/webhooks/0/clientConfig/service'},
         {'op': 'add', 'path': '/webhooks/0/clientConfig/url', 'value': 'https://localhost:99999/'}]
        """);
    assertThat(messages(check(), "error"))
        .contains(
            "namespace-kuma-injector.kuma.io: clientConfig.url: value 'https://localhost:99999/' is"
                + " not valid: expected https://host[:port]/path");
    patch(
        """
        [{'op': 'remove', 'path': '/webhooks/0/clientConfig/url'},
         {'op': 'add', 'path': '/webhooks/0/clientConfig/service', 'value': %s}]
        """
            .formatted(service));
    assertThat(messages(check(), "error")).isEmpty();
  }

  @Test
  @Order(6)
  void certificateThatIsNotTrustedIsNamed(@TempDir Path folder) throws Exception {
    controlPlane.close();
    var other = ServedCertificate.in(folder);
    var pem = Files.readString(folder.resolve("tls.crt"));
    assertThat(other).isNotEmpty();
    var bundle = Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    patch(
        "[{'op': 'replace', 'path': '/webhooks/0/clientConfig/caBundle', 'value': '%s'}]"
            .formatted(bundle));
    assertThat(messages(check(), "error"))
        .contains("caBundle lacks the authority of Secret higuma-ca")
        .anyMatch(message -> message.startsWith("the API server cannot call Higuma"));
  }

  @Test
  @Order(7)
  void clusterThatDoesNotAnswerIsAnErrorOfItsOwn() {
    kube.apiServer().kill();
    var run = CommandRun.of("check");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("the cluster cannot be reached");
  }

  private static void install() {
    for (var file : List.of("crds", "namespace", "serviceaccount", "rbac")) {
      kube.kubectl("apply", "--server-side", "-f", MANIFESTS + file + ".yaml").succeeded();
    }
    kube.kubectl("wait", "--for=condition=Established", "crd", "--all").succeeded();
    controlPlane =
        ControlPlane.startAs(
                kube, KubeUser.CONTROL_PLANE, Map.of("KUMA_DEFAULTS_SKIP_MESH_CREATION", "false"))
            .awaitReady();
    kube.kubectlWith(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: kuma-control-plane, namespace: kuma-system}
            spec: {type: ExternalName, externalName: localhost}
            """,
            "apply",
            "-f",
            "-")
        .succeeded();
    ClusterSetup.deploy(kube, 2);
    applyWebhooks();
  }

  /** The API server calls an ExternalName at the port of the webhook. */
  private static void applyWebhooks() {
    try {
      var yaml =
          Files.readString(Path.of(MANIFESTS + "webhooks.yaml"))
              .replace("port: 443", "port: " + controlPlane.webhookPort());
      kube.kubectlWith(yaml, "apply", "--server-side", "--force-conflicts", "-f", "-").succeeded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void patch(String patch) {
    kube.kubectl(
            "patch",
            "mutatingwebhookconfiguration",
            MUTATING,
            "--type=json",
            "-p",
            patch.replace('\'', '"'))
        .succeeded();
  }
}
