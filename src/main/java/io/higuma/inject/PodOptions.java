package io.higuma.inject;

import io.higuma.settings.Settings.BootstrapParams;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Injection options of one Pod: its annotations on top of the settings.
 *
 * @param sidecar options of the sidecar
 * @param probes options of probe rewriting
 * @param dns options of DNS
 * @param redirect options of traffic redirection
 * @param initFirst whether {@code kuma-init} comes before the Pod's own init containers
 * @param patches names of the ContainerPatches, in order
 * @param traits Pod-level fields that the injected containers depend on
 */
record PodOptions(
    Sidecar sidecar,
    Probes probes,
    Dns dns,
    Redirect redirect,
    boolean initFirst,
    List<String> patches,
    PodTraits traits) {

  /** Options of the sidecar. */
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
      boolean spire) {

    /** The port of Envoy's admin interface; 0 in the annotation selects that of the settings. */
    int adminPort(BootstrapParams settings) {
      return adminPort == 0 ? settings.adminPort() : adminPort;
    }
  }

  /**
   * Options of probe rewriting.
   *
   * @param proxyPort port of the application probe proxy; 0 disables it
   * @param virtual whether virtual probes are enabled
   * @param virtualPort port of virtual probes
   */
  record Probes(int proxyPort, boolean virtual, int virtualPort) {}

  /**
   * Options of DNS.
   *
   * @param own whether the Pod's annotation enables DNS; empty if it has none
   * @param enabled whether DNS is enabled: the annotation, else the setting
   * @param port the port of the sidecar's DNS
   * @param logging whether queries are logged
   */
  record Dns(Optional<Boolean> own, boolean enabled, int port, boolean logging) {}

  /**
   * Options of traffic redirection. An Optional is empty if the Pod has no such annotation.
   *
   * @param gateway whether the Pod is a delegated gateway, whose inbound traffic is not redirected
   * @param ebpf the Pod's eBPF options
   */
  record Redirect(
      boolean gateway,
      Optional<String> ipFamilyMode,
      Optional<List<Integer>> excludeInboundPorts,
      Optional<List<Integer>> excludeOutboundPorts,
      Optional<List<String>> excludeInboundIps,
      Optional<List<String>> excludeOutboundIps,
      PortsForUids excludeOutboundPortsForUids,
      Optional<Boolean> dropInvalidPackets,
      Optional<Boolean> iptablesLogs,
      Optional<String> customConfigMap,
      Ebpf ebpf) {}

  /**
   * Outbound ports that are not redirected for some UIDs.
   *
   * @param pieces the values of the current annotation and the two older ones
   * @param merged whether some are from the older ones
   */
  record PortsForUids(List<String> pieces, boolean merged) {}

  /** Options of eBPF; empty if the Pod has no such annotation. */
  record Ebpf(
      Optional<Boolean> enabled,
      Optional<String> bpffsPath,
      Optional<String> cgroupPath,
      Optional<String> tcAttachIface,
      Optional<String> instanceIpVariable,
      Optional<String> programsSourcePath) {

    /** Only the {@code enabled} option. */
    static Ebpf off(Optional<Boolean> enabled) {
      return new Ebpf(
          enabled,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }
}
