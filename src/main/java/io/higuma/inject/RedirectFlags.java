package io.higuma.inject;

import io.higuma.kuma.Annotations;
import io.higuma.kuma.EbpfAnnotations;
import io.higuma.settings.Injector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Redirection by flags of {@code kuma-init}, and annotations with the same values. A flag is added
 * only if its value differs from the default of {@code kumactl install transparent-proxy}. Every
 * flag is one argument, {@code --name=value}, with a validated value.
 */
final class RedirectFlags {
  private static final int DEFAULT_UID = 5678;
  private static final int DEFAULT_INBOUND_PORT = 15006;
  private static final int DEFAULT_OUTBOUND_PORT = 15001;
  private static final int DEFAULT_DNS_PORT = 15053;
  private static final String DUALSTACK = "dualstack";
  private static final String ENABLED = "enabled";

  private final InjectionContext injection;
  private final Injector injector;
  private final PodOptions options;
  private final List<String> flags = new ArrayList<>();
  private final Map<String, String> annotations = new LinkedHashMap<>();

  private RedirectFlags(InjectionContext injection, PodOptions options) {
    this.injection = injection;
    this.injector = injection.injector();
    this.options = options;
  }

  static Redirection of(InjectionContext injection, PodOptions options) {
    var flags = new RedirectFlags(injection, options);
    var sidecar = flags.injector.sidecarContainer();
    var family =
        options
            .redirect()
            .ipFamilyMode()
            .orElse(sidecar.ipFamilyMode().isEmpty() ? DUALSTACK : sidecar.ipFamilyMode());
    flags.identity(family);
    flags.outbound();
    flags.inbound();
    flags.dns();
    flags.ebpf();
    flags.flagIf(options.redirect().dropInvalidPackets().orElse(false), "drop-invalid-packets");
    flags.flagIf(options.redirect().iptablesLogs().orElse(false), "iptables-logs");
    flags.flags.add("--verbose");
    return new Redirection(
        flags.annotations,
        flags.flags,
        family,
        !options.redirect().gateway(),
        Redirection.sentence("flags " + String.join(" ", flags.flags), injection));
  }

  private void identity(String family) {
    var uid = injector.sidecarContainer().uid();
    annotations.put(Annotations.TRANSPARENT_PROXYING, ENABLED);
    annotations.put(Annotations.SIDECAR_UID, Long.toString(uid));
    annotations.put(Annotations.IP_FAMILY_MODE.name(), family);
    flagUnless(uid == DEFAULT_UID, "kuma-dp-user", Long.toString(uid));
    flagUnless(family.equals(DUALSTACK), "ip-family-mode", family);
  }

  private void outbound() {
    var port = injector.sidecarContainer().redirectPortOutbound();
    annotations.put(Annotations.OUTBOUND_PORT, Integer.toString(port));
    flagUnless(port == DEFAULT_OUTBOUND_PORT, "redirect-outbound-port", Integer.toString(port));
    var redirect = options.redirect();
    var traffic = injector.sidecarTraffic();
    var ports = join(redirect.excludeOutboundPorts().orElse(traffic.excludeOutboundPorts()));
    annotate(Annotations.EXCLUDE_OUTBOUND_PORTS.name(), ports);
    flagUnless(ports.isEmpty(), "exclude-outbound-ports", ports);
    addresses(
        redirect.excludeOutboundIps(),
        traffic.excludeOutboundIPs(),
        Annotations.EXCLUDE_OUTBOUND_IPS.name(),
        "exclude-outbound-ips",
        true);
    portsForUids(redirect.excludeOutboundPortsForUids());
  }

  /** Keeps the Pod's annotation unchanged, unless the older ones add to it. */
  private void portsForUids(PodOptions.PortsForUids ports) {
    ports.pieces().forEach(piece -> flagUnless(false, "exclude-outbound-ports-for-uids", piece));
    if (ports.merged()) {
      annotations.put(
          Annotations.EXCLUDE_OUTBOUND_PORTS_FOR_UIDS.name(), String.join(";", ports.pieces()));
    }
  }

  /**
   * The sidecar's readiness port goes into the annotation, the port of the application probe proxy
   * only into the flag: Kuma does so, and its CNI plugin reads both annotations.
   */
  private void inbound() {
    var port = injector.sidecarContainer().redirectPortInbound();
    annotations.put(Annotations.INBOUND_PORT, Integer.toString(port));
    var redirect = options.redirect();
    var traffic = injector.sidecarTraffic();
    var ports =
        new ArrayList<>(redirect.excludeInboundPorts().orElse(traffic.excludeInboundPorts()));
    var bootstrap = injection.settings().bootstrapServer().params();
    if (bootstrap.envoyAdminUnixSocket()) {
      ports.add(bootstrap.readinessPort());
    }
    annotate(Annotations.EXCLUDE_INBOUND_PORTS.name(), join(ports));
    if (options.probes().proxyPort() != 0) {
      ports.add(options.probes().proxyPort());
    }
    if (redirect.gateway()) {
      flags.add("--redirect-inbound=false");
    } else {
      flagUnless(port == DEFAULT_INBOUND_PORT, "redirect-inbound-port", Integer.toString(port));
      flagUnless(ports.isEmpty(), "exclude-inbound-ports", join(ports));
    }
    addresses(
        redirect.excludeInboundIps(),
        traffic.excludeInboundIPs(),
        Annotations.EXCLUDE_INBOUND_IPS.name(),
        "exclude-inbound-ips",
        !redirect.gateway());
  }

  /** Keeps the Pod's annotation unchanged; without one, adds the default as an annotation. */
  private void addresses(
      Optional<List<String>> own, List<String> defaults, String key, String flag, boolean use) {
    if (own.isEmpty()) {
      annotate(key, String.join(",", defaults));
    }
    var addresses = String.join(",", own.orElse(defaults));
    flagUnless(!use || addresses.isEmpty(), flag, addresses);
  }

  private void dns() {
    var dns = options.dns();
    if (!dns.enabled()) {
      return;
    }
    annotations.put(Annotations.BUILTIN_DNS.name(), ENABLED);
    annotations.put(Annotations.BUILTIN_DNS_PORT.name(), Integer.toString(dns.port()));
    annotations.put(Annotations.BUILTIN_DNS_LOGGING.name(), Boolean.toString(dns.logging()));
    flags.add("--redirect-all-dns-traffic");
    flagUnless(dns.port() == DEFAULT_DNS_PORT, "redirect-dns-port", Integer.toString(dns.port()));
  }

  private void ebpf() {
    var own = options.redirect().ebpf();
    var settings = injector.ebpf();
    if (!own.enabled().orElse(settings.enabled())) {
      return;
    }
    annotations.put(EbpfAnnotations.ENABLED.name(), ENABLED);
    flags.add("--ebpf-enabled");
    ebpf(
        EbpfAnnotations.BPFFS_PATH.name(),
        "ebpf-bpffs-path",
        own.bpffsPath().orElse(settings.bpffsPath()));
    ebpf(
        EbpfAnnotations.CGROUP_PATH.name(),
        "ebpf-cgroup-path",
        own.cgroupPath().orElse(settings.cgroupPath()));
    ebpf(
        EbpfAnnotations.TC_ATTACH_IFACE.name(),
        "ebpf-tc-attach-iface",
        own.tcAttachIface().orElse(settings.tcAttachIface()));
    ebpf(
        EbpfAnnotations.PROGRAMS_SOURCE_PATH.name(),
        "ebpf-programs-source-path",
        own.programsSourcePath().orElse(settings.programsSourcePath()));
    var variable = own.instanceIpVariable().orElse(InitContainer.instanceIpVariable(settings));
    annotate(EbpfAnnotations.INSTANCE_IP_ENV_VAR.name(), variable);
    flagUnless(variable.isEmpty(), "ebpf-instance-ip", "$(" + variable + ")");
  }

  private void ebpf(String key, String flag, String value) {
    annotate(key, value);
    flagUnless(value.isEmpty(), flag, value);
  }

  private void annotate(String key, String value) {
    if (!value.isEmpty()) {
      annotations.put(key, value);
    }
  }

  private void flagUnless(boolean isDefault, String name, String value) {
    if (!isDefault) {
      flags.add("--" + name + "=" + value);
    }
  }

  private void flagIf(boolean on, String name) {
    if (on) {
      flags.add("--" + name);
    }
  }

  private static String join(List<Integer> ports) {
    return ports.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
