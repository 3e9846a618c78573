package io.higuma.inject;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the annotations of one Pod and the settings together ask for.
 *
 * @param sidecar about the sidecar
 * @param probes about the Pod's probes
 * @param dns about the Pod's DNS
 * @param redirect about the redirection of its traffic
 * @param initFirst whether kuma-init comes before the Pod's own init containers
 * @param patches names of the ContainerPatches, in order
 */
record PodOptions(
    Sidecar sidecar,
    Probes probes,
    Dns dns,
    Redirect redirect,
    boolean initFirst,
    List<String> patches) {

  /** About the sidecar. */
  record Sidecar(
      Optional<Long> concurrency,
      Duration drainTime,
      Map<String, String> envVars,
      Optional<String> logLevel,
      Optional<String> componentLogLevel,
      Optional<String> xdsTransport,
      int adminPort,
      boolean waitForDataplaneReady,
      Optional<String> tokenVolume,
      boolean spire) {}

  /**
   * About probes.
   *
   * @param proxyPort port of the application probe proxy; 0 where it is off
   * @param virtual whether HTTP probes are rewritten the older way
   * @param virtualPort port of the older way
   */
  record Probes(int proxyPort, boolean virtual, int virtualPort) {}

  /** About DNS. */
  record Dns(boolean enabled, int port, boolean logging) {}

  /**
   * About redirection. The lists are empty Optionals where the Pod says nothing.
   *
   * @param gateway whether the Pod is a delegated gateway, whose inbound traffic stays as it is
   */
  record Redirect(
      boolean gateway,
      Optional<String> ipFamilyMode,
      Optional<List<Integer>> excludeInboundPorts,
      Optional<List<Integer>> excludeOutboundPorts,
      Optional<List<String>> excludeInboundIps,
      Optional<List<String>> excludeOutboundIps,
      List<String> excludeOutboundPortsForUids,
      Optional<Boolean> dropInvalidPackets,
      Optional<Boolean> iptablesLogs,
      Optional<String> customConfigMap,
      Optional<Ebpf> ebpf) {}

  /** About eBPF; empty strings where nothing is set. */
  record Ebpf(
      String bpffsPath,
      String cgroupPath,
      String tcAttachIface,
      String instanceIpVariable,
      String programsSourcePath) {}
}
