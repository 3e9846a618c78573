package io.higuma.inject;

import io.higuma.settings.Settings.BootstrapParams;
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
 * @param traits what else of the Pod its containers depend on
 */
record PodOptions(
    Sidecar sidecar,
    Probes probes,
    Dns dns,
    Redirect redirect,
    boolean initFirst,
    List<String> patches,
    PodTraits traits) {

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
      boolean spire) {

    /** The port of Envoy's admin interface: the Pod's, where 0 means that of these settings. */
    int adminPort(BootstrapParams settings) {
      return adminPort == 0 ? settings.adminPort() : adminPort;
    }
  }

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
   * @param ebpf what the Pod says about eBPF
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
      Ebpf ebpf) {}

  /** About eBPF; empty where the Pod says nothing. */
  record Ebpf(
      Optional<Boolean> enabled,
      Optional<String> bpffsPath,
      Optional<String> cgroupPath,
      Optional<String> tcAttachIface,
      Optional<String> instanceIpVariable,
      Optional<String> programsSourcePath) {

    /** The Pod says nothing but whether it is on. */
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
