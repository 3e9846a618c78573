package io.higuma.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.higuma.testing.CommandResult;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Applies the chart to a real API server. Higuma does not run. */
@NeedsKube
@TestMethodOrder(OrderAnnotation.class)
class ChartKubeTest {
  private static final String SYSTEM = "kuma-system";
  private static final String MUTATING = "kuma-admission-mutating-webhook-configuration";
  private static final String INJECT = "kuma.io/sidecar-injection=";
  private static final String KINDS =
      "deployment,service,serviceaccount,role,rolebinding,configmap,poddisruptionbudget,"
          + "networkpolicy,clusterrole,clusterrolebinding,"
          + "mutatingwebhookconfiguration,validatingwebhookconfiguration";
  private static final Duration SOON = Duration.ofSeconds(30);

  private static LocalKubeApi kube;

  @BeforeAll
  static void start(LocalKubeApi api) {
    kube = api;
    kube.kubectl("apply", "-f", "src/main/kubernetes/namespace.yaml").succeeded();
    for (String namespace : List.of("shop", "bank", "plain", "closed")) {
      kube.kubectl("create", "namespace", namespace).succeeded();
    }
    kube.kubectl("apply", "-f", "src/test/resources/foreign-kinds.yaml").succeeded();
    kube.kubectl("wait", "--for=condition=Established", "crd", "--all").succeeded();
  }

  static List<ValueSet> sets() {
    return ValueSet.all();
  }

  @Order(1)
  @ParameterizedTest
  @MethodSource("sets")
  void everyObjectIsAccepted(ValueSet set) {
    CommandResult result =
        kube.kubectl(
            "apply",
            "--server-side",
            "--dry-run=server",
            "--validate=strict",
            "-f" + set.manifests());
    result.succeeded();
    assertThat(result.out().lines()).hasSameSizeAs(set.objects());
    if (!set.toString().equals("particular")) {
      assertThat(result.err()).as("Pod Security warns").doesNotContain("would violate");
    }
  }

  /** Deployments only give a warning; a Pod that does not comply is refused. */
  @Order(1)
  @Test
  void podIsGoodEnoughForTheStandardRestricted() {
    ObjectNode pod =
        (ObjectNode) ValueSet.named("default").object("Deployment", "").at("/spec/template");
    pod.put("apiVersion", "v1").put("kind", "Pod");
    ((ObjectNode) pod.path("metadata")).put("name", "one").put("namespace", SYSTEM);
    kube.kubectlWith(pod.toString(), "create", "--dry-run=server", "-f", "-").succeeded();
    ((ObjectNode) pod.at("/spec/securityContext")).remove("seccompProfile");
    CommandResult worse = kube.kubectlWith(pod.toString(), "create", "--dry-run=server", "-f", "-");
    assertThat(worse.err()).contains("violates PodSecurity", "seccompProfile");
  }

  @Order(1)
  @Test
  void plainManifestsAreAccepted() {
    kube.kubectl(
            "apply", "--server-side", "--dry-run=server", "-f", "src/main/kubernetes/crds.yaml")
        .succeeded();
    String all = kube.kubectl("kustomize", "src/main/kubernetes").succeeded().out();
    kube.kubectlWith(all, "apply", "--server-side", "--dry-run=server", "-f", "-").succeeded();
  }

  @Order(2)
  @Test
  void isInstalledByHelm() {
    helm("install", "--set=controlPlane.webhooks.timeoutSeconds=2").succeeded();
    assertThat(injectors()).hasSize(3).allMatch(hook -> hook.getTimeoutSeconds() == 2);
    kube.kubectl("wait", "--for=condition=Established", "-f", "helm/higuma/crds").succeeded();
  }

  /** No control plane runs, so every Pod that is sent to it is refused. */
  @Order(3)
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "shop,        -,        {},                    true",
        "shop,        enabled,  {},                    true",
        "shop,        maybe,    {},                    true",
        "shop,        disabled, {},                    false",
        "shop,        false,    {},                    false",
        "shop,        no,       {},                    false",
        "shop,        -,        {hostNetwork: true},   false",
        "shop,        enabled,  {hostNetwork: true},   true",
        "shop,        -,        {os: {name: windows}}, false",
        "shop,        -,        {nodeSelector: {kubernetes.io/os: windows}}, false",
        "shop,        -,        {nodeSelector: {kubernetes.io/os: linux}},   true",
        "shop,        enabled,  {os: {name: windows}}, true",
        "closed,      -,        {},                    false",
        "closed,      true,     {},                    true",
        "plain,       -,        {},                    false",
        "plain,       yes,      {},                    true",
        "plain,       enabled,  {},                    true",
        "plain,       disabled, {},                    false",
        "kube-system, enabled,  {},                    false",
        "kuma-system, enabled,  {},                    false",
      })
  void onlyPodsThatMayNeedASidecarAreSent(
      String namespace, String label, String spec, boolean sent) {
    label("shop", "enabled");
    label("closed", "disabled");
    label("kube-system", "enabled");
    label(SYSTEM, "enabled");
    Awaitility.await().atMost(SOON).until(() -> isSent("shop", null, "{}"));
    assertThat(isSent(namespace, label, spec)).isEqualTo(sent);
  }

  @Order(3)
  @Test
  void zoneProxiesOfTheSystemNamespaceAreSent() {
    String labels =
        "{kuma.io/sidecar-injection: enabled, kuma.io/mesh: default, "
            + "k8s.kuma.io/zone-proxy-type: ingress}";
    assertThat(create(pod(SYSTEM, labels, "{}")).err())
        .contains("mesh-zoneproxy-kuma-injector.kuma.io");
  }

  @Order(3)
  @Test
  void podsWithALabelOfDataplanesAreSentToTheValidator() {
    String labels = "{kuma.io/sidecar-injection: disabled, kuma.io/workload: mine}";
    for (String namespace : List.of("shop", "plain", "closed")) {
      assertThat(create(pod(namespace, labels, "{}")).err())
          .contains("pod.validator.kuma-admission.kuma.io");
    }
    assertThat(create(pod(SYSTEM, labels, "{}")).exitCode()).isZero();
  }

  @Order(3)
  @Test
  void containerPatchesCanBeDeletedWithoutAControlPlane() {
    String patch =
        """
        apiVersion: kuma.io/v1alpha1
        kind: ContainerPatch
        metadata: {name: patch, namespace: kuma-system}
        spec: {sidecarPatch: [{op: add, path: /stdin, value: "true"}]}
        """;
    assertThat(kube.kubectlWith(patch, "create", "-f", "-").err())
        .contains("validator.kuma-admission.kuma.io");
    kube.kubectl("delete", "validatingwebhookconfiguration", "--all").succeeded();
    Awaitility.await()
        .atMost(SOON)
        .until(() -> kube.kubectlWith(patch, "apply", "-f", "-").exitCode() == 0);
    helm("upgrade").succeeded();
    kube.kubectl("delete", "containerpatch", "patch", "-n" + SYSTEM).succeeded();
  }

  @Order(4)
  @Test
  void upgradeLeavesTheCaBundleAlone() {
    int count = injectors().size();
    for (int i = 0; i < count; i++) {
      String path = "/webhooks/" + i + "/clientConfig/caBundle";
      kube.kubectl(
              "patch",
              "mutatingwebhookconfiguration",
              MUTATING,
              "--type=json",
              "-p=[{\"op\": \"add\", \"path\": \"" + path + "\", \"value\": \"Y2E=\"}]")
          .exitCode();
    }
    List<String> before =
        injectors().stream().map(hook -> hook.getClientConfig().getCaBundle()).toList();
    helm("upgrade", "--set=controlPlane.injectorFailurePolicy=Ignore").succeeded();
    assertThat(injectors()).allMatch(hook -> hook.getFailurePolicy().equals("Ignore"));
    assertThat(injectors())
        .extracting(hook -> hook.getClientConfig().getCaBundle())
        .isEqualTo(before);
  }

  @Order(5)
  @Test
  void failurePolicyIgnoreAdmitsPods() {
    Awaitility.await().atMost(SOON).until(() -> !isSent("shop", null, "{}"));
  }

  @Order(6)
  @Test
  void uninstallLeavesOnlyTheDefinitions() {
    List<String> before = higumas();
    assertThat(before).isNotEmpty();
    CommandResult result =
        Tool.HELM.run(environment(), "uninstall", "higuma", "--namespace=" + SYSTEM);
    result.succeeded();
    assertThat(higumas()).isEmpty();
    assertThat(kube.kubectl("get", "crd", "-oname").out()).contains("dataplanes.kuma.io");
  }

  private static List<String> higumas() {
    return kube.kubectl("get", KINDS, "-n" + SYSTEM, "-lapp.kubernetes.io/name=higuma", "-oname")
        .succeeded()
        .out()
        .lines()
        .toList();
  }

  private static List<MutatingWebhook> injectors() {
    return kube.client()
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(MUTATING)
        .get()
        .getWebhooks();
  }

  private static boolean isSent(String namespace, String label, String spec) {
    String labels = label == null ? "{}" : "{kuma.io/sidecar-injection: \"" + label + "\"}";
    CommandResult result = create(pod(namespace, labels, spec));
    // The API server validates the Pod after all webhooks.
    if (result.exitCode() == 0 || result.err().contains("cannot be set for a windows pod")) {
      return false;
    }
    assertThat(result.err()).contains("failed calling webhook", "kuma-injector.kuma.io");
    return true;
  }

  private static CommandResult create(String pod) {
    return kube.kubectlWith(pod, "create", "--dry-run=server", "-f", "-");
  }

  private static String pod(String namespace, String labels, String spec) {
    ObjectNode pod =
        (ObjectNode)
            ValueSet.objects(
                    """
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: one, namespace: %s, labels: %s}
                    spec:
                      securityContext:
                        runAsNonRoot: true
                        runAsUser: 1000
                        seccompProfile: {type: RuntimeDefault}
                      containers:
                      - name: app
                        image: app
                        securityContext:
                          allowPrivilegeEscalation: false
                          capabilities: {drop: [ALL]}
                    """
                        .formatted(namespace, labels))
                .get(0);
    JsonNode more = ValueSet.objects(spec).get(0);
    ((ObjectNode) pod.path("spec")).setAll((ObjectNode) more);
    return pod.toString();
  }

  private static void label(String namespace, String value) {
    kube.kubectl("label", "--overwrite", "namespace", namespace, INJECT + value).succeeded();
  }

  private static CommandResult helm(String verb, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of(verb, "higuma", ValueSet.CHART, "--namespace=" + SYSTEM));
    arguments.addAll(List.of(more));
    return Tool.HELM.run(environment(), arguments.toArray(String[]::new));
  }

  private static Map<String, String> environment() {
    return Map.of("KUBECONFIG", kube.kubeconfig().toString());
  }
}
