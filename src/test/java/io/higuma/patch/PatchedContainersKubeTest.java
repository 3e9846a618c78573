package io.higuma.patch;

import static io.higuma.patch.Rendered.add;
import static io.higuma.patch.Rendered.remove;
import static io.higuma.patch.Rendered.sidecarPatch;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.Parsed;
import io.higuma.testing.CommandResult;
import io.higuma.testing.KubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.TestNamespace;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests accepted, warned and refused patches against a real API server. */
@NeedsKube
class PatchedContainersKubeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/securityContext/privileged | true",
        "/securityContext/capabilities/add/- | \"NET_ADMIN\"",
        "/securityContext/seccompProfile | {\"type\": \"RuntimeDefault\"}",
        "/resources/limits | {\"cpu\": 2, \"memory\": \"1Gi\", \"example.com/gpu\": 1}",
        "/resources/limits/cpu | 0.5",
        "/resources/limits/cpu | null",
        "/env/- | {\"name\": \"HOST_IP\", \"value\": \"again\"}",
        "/env/1/value | \"x\"",
        "/envFrom/0/configMapRef/name | \"settings\"",
        "/lifecycle/preStop/sleep/seconds | 5",
        "/lifecycle/preStop/exec/command/- | \"true\"",
        "/livenessProbe/httpGet/port | \"named\"",
        "/ports/- | {\"containerPort\": 8080, \"name\": \"web\"}",
        "/terminationMessagePolicy | \"FallbackToLogsOnError\"",
        "/imagePullPolicy | \"Never\"",
        "/stdin | true",
        "/env/- | {\"name\": \"a.b c\"}",
        "/env/- | {\"name\": \"A\", \"valueFrom\": {\"fieldRef\":"
            + " {\"fieldPath\": \"metadata.labels['app']\"}}}",
        "/envFrom | [{\"prefix\": \"A\", \"secretRef\": {\"name\": \"a\"}}]",
        "/volumeMounts/0/subPath | \"a/..b\"",
        "/volumeMounts/0/mountPropagation | \"HostToContainer\"",
        "/ports | [{\"containerPort\": 80, \"name\": \"a\"}, {\"containerPort\": 80, \"name\": \"b-1\"}]",
        "/readinessProbe | {\"httpGet\": {\"port\": 80}, \"successThreshold\": 2}",
        "/livenessProbe/terminationGracePeriodSeconds | 5",
        "/securityContext/seccompProfile | {\"type\": \"Localhost\", \"localhostProfile\": \"a\"}",
        "/securityContext/procMount | \"Default\"",
        "/resources | {\"limits\": {\"cpu\": \"1\", \"hugepages-2Mi\": \"2Mi\"}}",
        "/resizePolicy | [{\"resourceName\": \"cpu\", \"restartPolicy\": \"NotRequired\"}]"
      })
  void acceptsWhatWeAccept(String path, String value, KubeApi kube, TestNamespace namespace) {
    var patched = (PatchResult.Patched) apply(Rendered.sidecar(), add(path, value));
    create(kube, namespace, patched.container()).succeeded();
    if (!path.endsWith("privileged")) {
      assertThat(patched.warnings()).isEmpty();
    }
    var asNative = (PatchResult.Patched) apply(Rendered.nativeSidecar(), add(path, value));
    create(kube, namespace, asNative.container()).succeeded();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/securityContext | {\"privileged\": true, \"allowPrivilegeEscalation\": false}",
        "/securityContext/capabilities/add/- | \"CAP_SYS_ADMIN\"",
        "/securityContext/seccompProfile | {\"type\": \"Default\"}",
        "/securityContext/appArmorProfile | {\"type\": \"Default\"}",
        "/resources/requests/cpu | \"2\"",
        "/resources/limits/gpu | \"1\"",
        "/resources/limits/memory | \"-1\"",
        "/env/0/value | \"both\"",
        "/env/- | {\"name\": \"\"}",
        "/imagePullPolicy | \"Sometimes\"",
        "/terminationMessagePolicy | \"Stdout\"",
        "/ports/- | {\"containerPort\": 65536}",
        "/ports/- | {\"containerPort\": 80, \"protocol\": \"HTTP\"}",
        "/livenessProbe/httpGet/port | 0",
        "/livenessProbe/httpGet/scheme | \"FTP\"",
        "/livenessProbe/tcpSocket/port | 80",
        "/startupProbe | {\"periodSeconds\": 3}",
        "/lifecycle/preStop | {}",
        "/volumeMounts/- | {\"name\": \"kuma-sidecar-tmp\", \"mountPath\": \"/tmp\"}",
        "/volumeMounts/- | {\"name\": \"kuma-sidecar-tmp\", \"mountPath\": \"\"}",
        "/volumeMounts/0/mountPropagation | \"Both\"",
        "/volumeMounts/0/mountPropagation | \"Bidirectional\"",
        "/volumeMounts/0/recursiveReadOnly | \"Enabled\"",
        "/volumeMounts/0/recursiveReadOnly | \"Yes\"",
        "/volumeMounts/0/subPath | \"a/../..\"",
        "/volumeMounts/0/subPath | \"/a\"",
        "/volumeMounts/- | {\"name\": \"kuma-sidecar-tmp\", \"mountPath\": \"/a\", \"subPath\": \"a\","
            + " \"subPathExpr\": \"a\"}",
        "/env/- | {\"name\": \"A=B\"}",
        "/env/- | {\"name\": \"A\", \"valueFrom\": {}}",
        "/env/- | {\"name\": \"A\", \"valueFrom\": {\"fieldRef\": {\"fieldPath\": \"status.podIp\"}}}",
        "/env/- | {\"name\": \"A\", \"valueFrom\": {\"fieldRef\": {\"fieldPath\": \"status.podIP\"},"
            + " \"secretKeyRef\": {\"name\": \"a\", \"key\": \"a\"}}}",
        "/envFrom | [{\"prefix\": \"A\"}]",
        "/image | \"kuma-dp:1 \"",
        "/ports/- | {\"containerPort\": 80, \"name\": \"much-too-long-name\"}",
        "/ports/- | {\"containerPort\": 80, \"name\": \"80\"}",
        "/ports | [{\"containerPort\": 80, \"name\": \"a\"}, {\"containerPort\": 81, \"name\": \"a\"}]",
        "/livenessProbe/periodSeconds | -1",
        "/livenessProbe/successThreshold | 2",
        "/livenessProbe/terminationGracePeriodSeconds | 0",
        "/readinessProbe | {\"httpGet\": {\"port\": 80}, \"terminationGracePeriodSeconds\": 5}",
        "/lifecycle/postStart | {\"exec\": {\"command\": []}}",
        "/securityContext/runAsUser | 2147483648",
        "/securityContext/seccompProfile | {\"type\": \"Localhost\"}",
        "/securityContext/seccompProfile | {\"type\": \"RuntimeDefault\", \"localhostProfile\": \"a\"}",
        "/securityContext/procMount | \"None\"",
        "/resources/limits/example.com~1gpu | \"0.5\"",
        "/resources/requests/example.com~1gpu | \"1\"",
        "/resources | {\"limits\": {\"hugepages-2Mi\": \"2Mi\"}}",
        "/resizePolicy | [{\"resourceName\": \"cpu\", \"restartPolicy\": \"Never\"}]"
      })
  void refusesWhatWeWarnAbout(String path, String value, KubeApi kube, TestNamespace namespace) {
    var patched = (PatchResult.Patched) apply(Rendered.sidecar(), add(path, value));
    assertThat(patched.warnings()).isNotEmpty();
    assertThat(create(kube, namespace, patched.container()).exitCode()).isNotZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/resources/limit | {}",
        "/securityContext/privileged | \"true\"",
        "/securityContext/runAsUser | 1.5",
        "/livenessProbe/periodSeconds | 2147483648",
        "/livenessProbe/httpGet/port | true",
        "/resources/limits/cpu | \"1 core\"",
        "/resources/limits/cpu | \"\"",
        "/env/- | {\"value\": \"x\"}",
        "/env/- | \"A=B\"",
        "/args | \"run\"",
        "/args/- | 7",
        "/image | \"\"",
        "/name | null"
      })
  void refusesWhatWeRefuse(String path, String value, KubeApi kube, TestNamespace namespace) {
    assertThat(apply(Rendered.sidecar(), add(path, value))).isInstanceOf(PatchResult.Failed.class);
    var document = new PatchedDocument(Rendered.sidecar());
    var operation = (Parsed.Good<ContainerOperation>) ContainerOperation.read(add(path, value));
    assertThat(document.apply(operation.value())).isEmpty();
    assertThat(create(kube, namespace, (ObjectNode) document.document()).exitCode()).isNotZero();
  }

  @ParameterizedTest
  @CsvSource({"/livenessProbe", "/lifecycle"})
  void refusesProbesOfInitContainers(String field, KubeApi kube, TestNamespace namespace) {
    var handler = "{\"preStop\": {\"exec\": {\"command\": [\"x\"]}}}";
    var value = field.equals("/lifecycle") ? handler : "{\"httpGet\": {\"port\": 80}}";
    var patch = new NamedPatch("p", "", List.of(), List.of(add(field, value)));
    var patched =
        (PatchResult.Patched)
            ContainerPatches.apply(ContainerKind.INIT, Rendered.init(), List.of(patch));
    assertThat(patched.warnings()).hasSize(1);
    assertThat(create(kube, namespace, patched.container()).exitCode()).isNotZero();
    var fine = new NamedPatch("p", "", List.of(), List.of(remove("/args")));
    var accepted =
        (PatchResult.Patched)
            ContainerPatches.apply(ContainerKind.INIT, Rendered.init(), List.of(fine));
    create(kube, namespace, accepted.container()).succeeded();
  }

  private static PatchResult apply(ObjectNode container, PatchOperation operation) {
    return ContainerPatches.apply(
        ContainerKind.SIDECAR, container, List.of(sidecarPatch(operation)));
  }

  private static CommandResult create(KubeApi kube, TestNamespace namespace, ObjectNode container) {
    var pod =
        Rendered.container(
            """
                apiVersion: v1
                kind: Pod
                metadata: {generateName: patched-}
                spec:
                  containers: []
                  initContainers: []
                  volumes:
                  - {name: kuma-sidecar-tmp, emptyDir: {}}
                  - {name: kuma-init-tmp, emptyDir: {}}
                """);
    var spec = (ObjectNode) pod.get("spec");
    boolean isInit =
        container.has("restartPolicy") || container.path("name").asText().equals("kuma-init");
    spec.withArray(isInit ? "initContainers" : "containers").add(container);
    if (isInit) {
      spec.withArray("containers").addObject().put("name", "web").put("image", "web:1");
    }
    return kube.kubectlWith(
        pod.toString(),
        "-n",
        namespace.name(),
        "create",
        "--dry-run=server",
        "--validate=strict",
        "-f",
        "-");
  }
}
