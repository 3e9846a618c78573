package io.higuma.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.cli.documents.DocumentStream;
import io.higuma.cli.documents.Source;
import io.higuma.testing.KubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.TestNamespace;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Offline commands accept and reject the same ContainerPatches as an API server. */
@NeedsKube
class ContainerPatchDefinitionKubeTest {
  private static final String HEAD =
      """
      apiVersion: kuma.io/v1alpha1
      kind: ContainerPatch
      metadata: {name: p}
      """;

  @BeforeAll
  static void installDefinitions(KubeApi kube) {
    kube.kubectl("apply", "-f", "helm/higuma/crds").succeeded();
    kube.kubectl("wait", "--for=condition=Established", "-f", "helm/higuma/crds").succeeded();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> kube.kubectl("explain", "containerpatch.spec").exitCode() == 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mesh: default",
        "spec: {}",
        "spec: {sidecarPatch: [], initPatch: []}",
        "spec: {sidecarPatch: [{op: add, path: /stdin, value: 'true'}]}",
        "spec: {initPatch: [{op: copy, from: /a, path: /b}, {op: remove, path: /c}]}",
        "status: {usedBy: 1, workloads: [a/b/c]}",
        "status: {usedBy: many}",
        "status: null",
        "mesh: null",
        "spec: null",
        "spec: {sidecarPatch: null}",
        "spec: {sidecarPatch: [{op: remove, path: /stdin, value: null}]}",
      })
  void acceptsWhatTheApiServerAccepts(String rest, KubeApi kube, TestNamespace namespace) {
    assertThat(offline(rest).violations()).isEmpty();
    assertThat(online(rest, kube, namespace)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spec: {sidecarPatches: []}",
        "specification: {}",
        "spec: []",
        "spec: text",
        "spec: 1",
        "mesh: 1",
        "spec: {sidecarPatch: {op: add, path: /stdin, value: 'true'}}",
        "spec: {initPatch: [add]}",
        "spec: {initPatch: [[]]}",
        "spec: {initPatch: [null]}",
        "spec: {sidecarPatch: [{path: /stdin, value: 'true'}]}",
        "spec: {sidecarPatch: [{op: add, value: 'true'}]}",
        "spec: {sidecarPatch: [{op: test, path: /stdin, value: 'true'}]}",
        "spec: {sidecarPatch: [{op: Add, path: /stdin, value: 'true'}]}",
        "spec: {sidecarPatch: [{op: 1, path: /stdin, value: 'true'}]}",
        "spec: {sidecarPatch: [{op: add, path: 1, value: 'true'}]}",
        "spec: {sidecarPatch: [{op: add, path: /stdin, value: true}]}",
        "spec: {sidecarPatch: [{op: add, path: /stdin, value: 9}]}",
        "spec: {sidecarPatch: [{op: add, path: /stdin, value: 1.5}]}",
        "spec: {sidecarPatch: [{op: add, path: /stdin, value: {a: b}}]}",
        "spec: {sidecarPatch: [{op: add, path: /stdin, value: [a]}]}",
        "spec: {sidecarPatch: [{op: copy, path: /stdin, from: [a]}]}",
        "spec: {sidecarPatch: [{op: add, path: /stdin, valu: 'true'}]}",
        "spec: {initPatch: [{op: null, path: /stdin}]}",
      })
  void refusesWhatTheApiServerRefuses(String rest, KubeApi kube, TestNamespace namespace) {
    assertThat(offline(rest).violations()).isNotEmpty();
    assertThat(online(rest, kube, namespace)).isNotZero();
  }

  private static CheckedDocuments offline(String rest) {
    var checked = new CheckedDocuments();
    DocumentStream.read(new Source("patch.yaml", HEAD + rest)).documents().forEach(checked::add);
    return checked;
  }

  private static int online(String rest, KubeApi kube, TestNamespace namespace) {
    return kube.kubectlWith(
            HEAD + rest, "create", "--dry-run=server", "-n", namespace.name(), "-f", "-")
        .exitCode();
  }
}
