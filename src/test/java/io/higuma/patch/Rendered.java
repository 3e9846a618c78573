package io.higuma.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.higuma.kuma.ContainerPatch;
import io.higuma.kuma.Violation;
import java.util.List;
import java.util.Optional;

/** Rendered containers and patches for tests. */
final class Rendered {
  private static final YAMLMapper YAML = YAMLMapper.builder().build();

  private Rendered() {}

  static ObjectNode sidecar() {
    return container(
        """
        name: kuma-sidecar
        image: kuma/kuma-dp:latest
        imagePullPolicy: IfNotPresent
        args: [run, --log-level=info]
        env:
        - {name: HOST_IP, valueFrom: {fieldRef: {apiVersion: v1, fieldPath: status.hostIP}}}
        - {name: KUMA_CONTROL_PLANE_CA_CERT}
        - {name: KUMA_DATAPLANE_MESH, value: default}
        livenessProbe:
          failureThreshold: 12
          httpGet: {path: /ready, port: 9902}
          initialDelaySeconds: 60
        resources:
          limits: {cpu: 1000m, memory: 512Mi}
          requests: {cpu: 50m, memory: 64Mi}
        securityContext:
          allowPrivilegeEscalation: false
          capabilities: {drop: [ALL]}
          readOnlyRootFilesystem: true
          runAsGroup: 5678
          runAsUser: 5678
        volumeMounts:
        - {mountPath: /tmp, name: kuma-sidecar-tmp}
        """);
  }

  static ObjectNode nativeSidecar() {
    return sidecar().put("restartPolicy", "Always");
  }

  static ObjectNode init() {
    return container(
        """
        name: kuma-init
        image: kuma/kuma-init:latest
        command: [/usr/bin/kumactl, install, transparent-proxy]
        args: [--verbose]
        resources:
          limits: {memory: 50M}
          requests: {cpu: 20m, memory: 20M}
        securityContext:
          capabilities: {add: [NET_ADMIN, NET_RAW], drop: [ALL]}
          readOnlyRootFilesystem: true
          runAsGroup: 0
          runAsUser: 0
        volumeMounts:
        - {mountPath: /tmp, name: kuma-init-tmp}
        """);
  }

  static ObjectNode validation() {
    return init().put("name", "kuma-validation");
  }

  static ObjectNode container(String yaml) {
    try {
      return (ObjectNode) YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static NamedPatch patch(String yaml) {
    return NamedPatch.of(Serialization.unmarshal(yaml, ContainerPatch.class));
  }

  /** A patch of the sidecar named {@code p}. */
  static NamedPatch sidecarPatch(PatchOperation... operations) {
    return new NamedPatch("p", "", List.of(operations), List.of());
  }

  static PatchOperation add(String path, String value) {
    return new PatchOperation("add", path, Optional.empty(), Optional.of(value));
  }

  static PatchOperation replace(String path, String value) {
    return new PatchOperation("replace", path, Optional.empty(), Optional.of(value));
  }

  static PatchOperation remove(String path) {
    return new PatchOperation("remove", path, Optional.empty(), Optional.empty());
  }

  static PatchOperation move(String from, String path) {
    return new PatchOperation("move", path, Optional.of(from), Optional.empty());
  }

  static PatchOperation copy(String from, String path) {
    return new PatchOperation("copy", path, Optional.of(from), Optional.empty());
  }

  /** Applies these patches to the sidecar. */
  static PatchResult patchedSidecar(NamedPatch... patches) {
    return ContainerPatches.apply(ContainerKind.SIDECAR, sidecar(), List.of(patches));
  }

  /** The result, which must be a patched container. */
  static PatchResult.Patched patched(PatchResult result) {
    return assertThat(result).asInstanceOf(type(PatchResult.Patched.class)).actual();
  }

  /** The message of the result, which must be a failure. */
  static List<Violation> failed(PatchResult result) {
    return assertThat(result).asInstanceOf(type(PatchResult.Failed.class)).actual().violations();
  }
}
