package io.higuma.inject.workload;

import io.higuma.inject.AdmittedPod;
import io.higuma.kuma.Annotations;
import io.higuma.kuma.EbpfAnnotations;
import io.higuma.patch.ContainerKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of containers, volumes and annotations that injection adds to Pods. */
final class InjectedNames {
  /** Names of the containers. */
  static final Set<String> CONTAINERS =
      Arrays.stream(ContainerKind.values())
          .map(ContainerKind::containerName)
          .collect(Collectors.toUnmodifiableSet());

  /** The volumes: names to volume types. */
  static final Map<String, String> VOLUMES =
      Map.of(
          "kuma-init-tmp", "emptyDir",
          "kuma-sidecar-tmp", "emptyDir",
          "kuma-spire-agent-socket", "csi",
          "transparent-proxy-base", "downwardAPI",
          "transparent-proxy-custom", "configMap",
          "sys-fs-cgroup", "hostPath",
          "bpf-fs", "hostPath");

  /** Annotations that injection overwrites, whatever the Pod's own value is. */
  static final Set<String> OVERWRITTEN =
      Set.of(
          Annotations.SIDECAR_INJECTED,
          Annotations.TRANSPARENT_PROXYING,
          Annotations.SIDECAR_UID,
          Annotations.INBOUND_PORT,
          Annotations.OUTBOUND_PORT,
          Annotations.TRANSPARENT_PROXY_CONFIG);

  /**
   * Annotations that either the user or injection wrote; causes before effects, because a cause may
   * explain an effect.
   */
  static final List<String> USER_OR_INJECTION =
      List.of(
          Annotations.DEFAULT_CONTAINER,
          Annotations.MULTUS_NETWORKS,
          Annotations.PROBE_PROXY_PORT.name(),
          Annotations.VIRTUAL_PROBES.name(),
          Annotations.VIRTUAL_PROBES_PORT.name(),
          Annotations.ENVOY_ADMIN_PORT.name(),
          Annotations.IP_FAMILY_MODE.name(),
          Annotations.BUILTIN_DNS.name(),
          Annotations.BUILTIN_DNS_PORT.name(),
          Annotations.BUILTIN_DNS_LOGGING.name(),
          Annotations.EXCLUDE_INBOUND_PORTS.name(),
          Annotations.EXCLUDE_OUTBOUND_PORTS.name(),
          Annotations.EXCLUDE_INBOUND_IPS.name(),
          Annotations.EXCLUDE_OUTBOUND_IPS.name(),
          Annotations.EXCLUDE_OUTBOUND_PORTS_FOR_UIDS.name(),
          EbpfAnnotations.ENABLED.name(),
          EbpfAnnotations.BPFFS_PATH.name(),
          EbpfAnnotations.CGROUP_PATH.name(),
          EbpfAnnotations.TC_ATTACH_IFACE.name(),
          EbpfAnnotations.INSTANCE_IP_ENV_VAR.name(),
          EbpfAnnotations.PROGRAMS_SOURCE_PATH.name());

  private InjectedNames() {}

  /** All annotations that injection may write, except the provenance; causes before effects. */
  static Stream<String> annotations() {
    return Stream.concat(USER_OR_INJECTION.stream(), OVERWRITTEN.stream());
  }

  /** Whether a Pod has the sidecar. */
  static boolean hasSidecar(AdmittedPod pod) {
    var sidecar = ContainerKind.SIDECAR.containerName();
    return Stream.concat(pod.containers().stream(), pod.initContainers().stream())
        .anyMatch(container -> container.name().equals(sidecar));
  }
}
