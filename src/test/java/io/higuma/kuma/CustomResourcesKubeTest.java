package io.higuma.kuma;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.higuma.testing.KubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.TestNamespace;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsKube
class CustomResourcesKubeTest {
  private static final String PATCH =
      """
      apiVersion: kuma.io/v1alpha1
      kind: ContainerPatch
      metadata: {name: stdin}
      spec: {sidecarPatch: [{op: %s, path: /stdin, value: "true"}]}
      """;

  @BeforeEach
  void installsDefinitions(KubeApi kube) {
    kube.kubectl("apply", "-f", "helm/higuma/crds").succeeded();
    kube.kubectl("wait", "--for=condition=Established", "-f", "helm/higuma/crds").succeeded();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> kube.kubectl("explain", "containerpatch.spec").exitCode() == 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dataplane",
        "dp.mesh",
        "dataplaneinsight",
        "dataplaneinsight.mesh",
        "dataplaneinsight.status",
        "mesh",
        "mesh.spec",
        "containerpatch",
        "containerpatch.spec.sidecarPatch.op",
        "containerpatch.spec.initPatch.value",
        "containerpatch.status.conditions.message"
      })
  void explainsItself(String field, KubeApi kube) {
    var text = kube.kubectl("explain", field).succeeded().out();
    assertThat(text).contains("DESCRIPTION:").doesNotContain("<empty>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"containerpatch", "dataplane", "dataplaneinsight", "mesh"})
  void explainsEveryFieldOfItself(String kind, KubeApi kube) {
    var tree = kube.kubectl("explain", "--recursive", kind).succeeded().out();
    var fields = KubectlFields.of(tree).stream().filter(f -> !f.startsWith("metadata.")).toList();

    assertThat(fields).contains("apiVersion", "kind", "metadata", "mesh");
    assertThat(fields)
        .allSatisfy(
            field ->
                assertThat(kube.kubectl("explain", kind + "." + field).succeeded().out())
                    .containsPattern("DESCRIPTION:\\s+\\w")
                    .doesNotContain("<empty>"));
  }

  @Test
  void showsServicesOfDataplanes(KubeApi kube, TestNamespace namespace) {
    var dataplane =
        Serialization.unmarshal(
            """
            apiVersion: kuma.io/v1alpha1
            kind: Dataplane
            mesh: default
            metadata: {name: web}
            spec:
              anything: {at: [all]}
              networking:
                inbound:
                - tags: {kuma.io/service: one_svc_80}
                - tags: {kuma.io/service: two_svc_80}
                - tags: {kuma.io/service: three_svc_80}
            """,
            Dataplane.class);
    var stored = kube.client().resource(dataplane).inNamespace(namespace.name()).create();
    assertThat(stored.getMesh()).isEqualTo("default");
    assertThat(stored.getSpec()).isEqualTo(dataplane.getSpec());
    assertThat(kube.kubectl("get", "dp", "-n", namespace.name()).succeeded().out())
        .contains("KUMA.IO/SERVICE", "one_svc_80", "two_svc_80")
        .doesNotContain("three_svc_80");
    assertThat(kube.kubectl("get", "kuma", "-o", "wide", "-n", namespace.name()).out())
        .contains("three_svc_80");
  }

  @Test
  void showsWhetherSidecarsAreConnected(KubeApi kube, TestNamespace namespace) {
    var insight =
        Serialization.unmarshal(
            """
            mesh: default
            metadata: {name: web, annotations: {higuma.io/rejected: "LDS: bad port"}}
            status:
              anything: {at: [all]}
              subscriptions:
              - {connectTime: "2026-01-01T00:00:00Z", disconnectTime: "2026-01-02T00:00:00Z"}
              - connectTime: "2026-01-03T00:00:00Z"
                controlPlaneInstanceId: replica-1
                status: {total: {responsesSent: "9", responsesRejected: "2"}}
            """,
            DataplaneInsight.class);
    var stored = kube.client().resource(insight).inNamespace(namespace.name()).create();
    assertThat(stored.getMesh()).isEqualTo("default");
    assertThat(stored.getStatus()).isEqualTo(insight.getStatus());
    assertThat(kube.kubectl("get", "dataplaneinsights", "-n", namespace.name()).succeeded().out())
        .containsPattern("NAME\\s+MESH\\s+CONNECTED\\s+DISCONNECTED\\s+REJECTED\\s+AGE")
        .containsPattern("web\\s+default\\s+\\S+\\s+2\\s+\\S+");
    assertThat(kube.kubectl("get", "dataplaneinsights", "-o", "wide", "-n", namespace.name()).out())
        .contains("replica-1", "LDS: bad port");
    stored.getStatus().withArray("subscriptions").addObject().put("disconnectTime", "now");
    var changed = kube.client().resource(stored).update();
    assertThat(changed.getStatus()).isEqualTo(stored.getStatus());
  }

  @Test
  void keepsMeshesOutsideOfNamespaces(KubeApi kube) {
    var mesh =
        Serialization.unmarshal(
            "metadata: {name: exclusive}\nspec: {meshServices: {mode: Exclusive}}", Mesh.class);
    kube.client().resource(mesh).create();
    var stored = kube.client().resources(Mesh.class).withName("exclusive").require();
    assertThat(stored.meshServicesMode()).isEqualTo("Exclusive");
    kube.client().resource(stored).delete();
  }

  @Test
  void refusesOperationsThatPatchesDoNotKnow(KubeApi kube, TestNamespace namespace) {
    var answer =
        kube.kubectlWith(PATCH.formatted("test"), "apply", "-n", namespace.name(), "-f", "-");
    assertThat(answer.exitCode()).isNotZero();
    assertThat(answer.err()).contains("spec.sidecarPatch[0].op", "\"add\"", "\"copy\"");
  }

  @Test
  void showsWhetherContainerPatchesAreValidAndUsed(KubeApi kube, TestNamespace namespace) {
    kube.kubectlWith(PATCH.formatted("add"), "apply", "-n", namespace.name(), "-f", "-")
        .succeeded();
    var patches = kube.client().resources(ContainerPatch.class).inNamespace(namespace.name());
    var patch = patches.withName("stdin").require();
    assertThat(patch.getSpec().sidecarPatch())
        .containsExactly(new ContainerPatch.Operation("add", "/stdin", null, "true"));
    var valid =
        new ConditionBuilder()
            .withType("Valid")
            .withStatus("True")
            .withReason("Applied")
            .withMessage("It can be applied.")
            .withLastTransitionTime("2026-01-01T00:00:00Z")
            .build();
    patch.setStatus(
        new ContainerPatch.Status(1, List.of(valid), 7, List.of("demo/Deployment/web")));
    var stored = kube.client().resource(patch).updateStatus();
    assertThat(stored.getStatus()).isEqualTo(patch.getStatus());
    assertThat(kube.kubectl("get", "containerpatches", "-n", namespace.name()).succeeded().out())
        .containsPattern("NAME\\s+VALID\\s+USED\\s+AGE")
        .containsPattern("stdin\\s+True\\s+7");
  }
}
