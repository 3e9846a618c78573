package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of offline commands about invalid documents and unknown kinds. */
class OfflineDocumentsTest {
  private static final Path FIELD = Path.of("src/test/resources/field").toAbsolutePath();
  private static final String PATCH =
      """
      apiVersion: kuma.io/v1alpha1
      kind: ContainerPatch
      metadata: {name: p, namespace: kuma-system}
      """;

  @Test
  void namesEveryValueOfAPatchThatIsNoText() {
    var run = run("inject", "--always", "containerpatch-number.yaml");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    var where =
        "error: containerpatch-number.yaml: document 1, line 1: ContainerPatch kuma-system/bigger:"
            + " spec.sidecarPatch";
    assertThat(run.err().lines())
        .contains(
            where + "[0].value: value is a number; a string that contains JSON is expected",
            where + "[1].value: value is a boolean; a string that contains JSON is expected",
            where + "[2].value: value is an object; a string that contains JSON is expected");
    assertThat(run.err()).contains("bigger (expected: bigger) (objects with an error do not");
  }

  @Test
  void namesTheFieldThatWasProbablyMeant() {
    var run = run("inject", "patch-misspelt-list.yaml");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "ContainerPatch kuma-system/p: spec.sidecarPatches: unknown field `sidecarPatches`, did"
                + " you mean `sidecarPatch`?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          spec: []                                               | spec: spec is a list; an object is expected
          specs: {}                                              | specs: unknown field `specs`, did you mean `spec`?
          spec: {initPatch: {op: remove, path: /a}}              | spec.initPatch: initPatch is an object; a list is expected
          spec: {initPatch: [remove]}                            | spec.initPatch[0]: it is a string; an object is expected
          spec: {initPatch: [{path: /a}]}                        | spec.initPatch[0].op: op is missing; one of add, remove, replace, move, copy is expected
          spec: {initPatch: [{op: remove}]}                      | spec.initPatch[0].path: path is missing; a JSON pointer relative to the container is expected
          spec: {initPatch: [{op: del, path: /a}]}               | spec.initPatch[0].op: op is 'del'; one of add, remove, replace, move, copy is expected
          spec: {initPatch: [{op: remove, path: 7}]}             | spec.initPatch[0].path: path is a number; a JSON pointer relative to the container is expected
          spec: {initPatch: [{op: remove, path: a}]}             | spec.initPatch[0].path: value 'a' is not valid
          spec: {initPatch: [{op: remove, Path: /a, path: /a}]}  | spec.initPatch[0].Path: unknown field `Path`, did you mean `path`?
          spec: {initPatch: [{op: add, path: /a}]}               | spec.initPatch[0].value: value is missing; a string that holds JSON is expected
          spec: {initPatch: [{op: add, path: /a, value: ''}]}    | spec.initPatch[0].value: value is empty; a string that holds JSON is expected
          spec: {initPatch: [{op: add, path: /a, value: b}]}     | spec.initPatch[0].value: value 'b' is not valid: expected a string that holds JSON
          spec: {initPatch: [{op: copy, path: /a}]}              | spec.initPatch[0].from: from is missing; a JSON pointer is expected
          """)
  void holdsAPatchThatNobodyNamesToItsDefinition(String rest, String message) {
    var run = CommandRun.withInput(PATCH + rest, "inject", "-");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEqualTo(PATCH + rest);
    assertThat(run.err().lines().toList()).hasSize(1);
    assertThat(run.err())
        .startsWith("error: <stdin>: document 1, line 1: ContainerPatch kuma-system/p: " + message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inject", "explain"})
  void namesPodTemplatesOfKindsThatAreNotKnown(String command) {
    var run = run(command, "custom-kinds.yaml");

    assertThat(run.exitCode()).isZero();
    assertThat(command.equals("inject") ? run.err() : run.out())
        .contains(
            "Rollout default/canary: ",
            "Service default/hello: ",
            "CloneSet default/clones: ",
            "Workflow default/steps-: ",
            "spec.templates[0] is a Pod template",
            "Higuma does not know the kind Rollout of argoproj.io/v1alpha1; the webhook decides"
                + " about its Pods when a cluster creates them")
        .doesNotContain("CustomResourceDefinition", "widgets");
  }

  @Test
  void passesUnknownKindsAsTheyAre() throws IOException {
    assertThat(run("inject", "--always", "custom-kinds.yaml").out())
        .isEqualTo(Files.readString(FIELD.resolve("custom-kinds.yaml")));
  }

  @Test
  void explainsUnknownKindsToPrograms() {
    assertThat(run("explain", "-o", "json", "custom-kinds.yaml").out())
        .contains("\"kind\": \"CloneSet\"", "\"reason\": \"unknown_kind\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inject", "uninject", "explain", "dataplane"})
  void saysWhichDocumentHasWrongMetadata(String command) {
    var run = run(command, "-f", "metadata-text.yaml");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "error: metadata-text.yaml: document 1, line 1: Service ?: metadata: metadata is a"
                + " string; an object is expected\n");
  }

  @Test
  void worksOnTheOtherDocuments() {
    var pod =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: a}
        spec: {containers: [{name: a, image: a}]}
        """;
    var wrong = "apiVersion: v1\nkind: Pod\nmetadata: {name: b, labels: []}\nspec: {}\n";

    var run = CommandRun.withInput(wrong + "---\n" + pod, "inject", "--always", "-");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).startsWith(wrong).contains("name: kuma-sidecar");
    assertThat(run.err())
        .isEqualTo(
            "error: <stdin>: document 1, line 1: Pod b: metadata.labels: labels is a list; an"
                + " object is expected\n");
  }

  @Test
  void emptyNamespaceAndNullAreReadAsByTheApiServer() {
    var documents =
        """
        {apiVersion: v1, kind: Namespace, metadata: {name: default, annotations: {kuma.io/mesh: }}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: web, namespace: ""},
         spec: {selector: {app: web}, ports: [{port: 80}]}}
        ---
        {apiVersion: v1, kind: Pod, metadata: {name: web, namespace: "", labels: {app: web},
           annotations: {kuma.io/sidecar-injected: "true"}},
         spec: {containers: [{name: web, image: web}]},
         status: {phase: Running, podIP: 10.0.0.1}}
        """;

    var run = CommandRun.withInput(documents, "dataplane", "-");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("mesh: default", "kuma.io/service: web_default_svc_80");
  }

  @Test
  void invalidObjectOfAListIsLeftOutAlone() {
    var list =
        """
        apiVersion: v1
        kind: List
        items:
        - {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {kuma.io/sidecar-injection: enabled}}}
        - apiVersion: kuma.io/v1alpha1
          kind: ContainerPatch
          metadata: {name: p, namespace: kuma-system}
          spec: {sidecarPatch: [{op: add, path: /resources/limits/cpu, value: 100m}]}
        - {apiVersion: v1, kind: Pod, metadata: {name: bad, namespace: shop, labels: []}, spec: {containers: [{name: a}]}}
        - {apiVersion: v1, kind: Pod, metadata: {name: good, namespace: shop}, spec: {containers: [{name: a}]}}
        """;

    var run = CommandRun.withInput(list, "inject", "-o", "patch", "-");

    assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("ContainerPatch kuma-system/p: spec.sidecarPatch[0]"),
            line -> assertThat(line).contains("Pod shop/bad: metadata.labels"));
    assertThat(run.out()).contains("\"name\": \"good\"").doesNotContain("\"name\": \"bad\"");
  }

  @Test
  void saysThatAnInitContainerDeclaresThePort() {
    var run = run("dataplane", "-o", "trace", "-f", "native-sidecar-named-port.yaml");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .isEqualTo(
            "warning: Pod shop/billing-0, Service billing, port 443: the TCP port named 'https'"
                + " gets no inbound: init container tls-terminator declares it, and names count"
                + " only in containers; use the port's number, 9443, as targetPort\n");
    assertThat(run.out())
        .contains(
            "port 443 -> https: is left out: only an init container declares a port of this name",
            "port 8443 -> 9443: gives an inbound");
  }

  @Test
  void saysThatAnInitContainerEndsBeforeThePodServes() throws IOException {
    var ended =
        Files.readString(FIELD.resolve("native-sidecar-named-port.yaml"))
            .replace("tls:1\n      restartPolicy: Always\n", "tls:1\n");

    assertThat(CommandRun.withInput(ended, "dataplane", "-").err())
        .contains(
            "init container tls-terminator declares it, which has ended before the Pod serves");
  }

  private static CommandRun run(String... arguments) {
    return CommandRun.in(FIELD, Map.of(), "", List.of(arguments));
  }
}
