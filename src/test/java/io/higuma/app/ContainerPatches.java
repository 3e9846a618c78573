package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.kuma.ContainerPatch;
import io.higuma.testing.CommandResult;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;

/** The ContainerPatches of a cluster. */
record ContainerPatches(LocalKubeApi kube) {
  /** Applies a ContainerPatch with one operation on the sidecar. */
  CommandResult apply(String name, String namespace, String operation) {
    return kube.kubectlWith(
        """
        apiVersion: kuma.io/v1alpha1
        kind: ContainerPatch
        metadata: {name: %s, namespace: %s}
        spec: {sidecarPatch: [%s]}
        """
            .formatted(name, namespace, operation),
        "apply",
        "-f",
        "-");
  }

  /** Reads a ContainerPatch of the system namespace; null if it does not exist. */
  ContainerPatch get(String name) {
    return kube.client()
        .resources(ContainerPatch.class)
        .inNamespace(ControlPlane.SYSTEM)
        .withName(name)
        .get();
  }

  /** The status of a condition; empty if the ContainerPatch has no such condition. */
  String condition(String name, String type) {
    var status = get(name).getStatus();
    assertThat(status).isNotNull();
    return status.conditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .map(condition -> condition.getStatus())
        .findFirst()
        .orElse("");
  }
}
