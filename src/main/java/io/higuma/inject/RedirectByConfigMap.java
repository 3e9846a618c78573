package io.higuma.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.Annotations;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Redirection by a ConfigMap of the system namespace. Annotations override the ConfigMap, which
 * overrides the settings. Ports and the sidecar's user always come from the settings, because the
 * sidecar is configured by them.
 */
final class RedirectByConfigMap {
  private static final String EXCLUDE_PORTS = "excludePorts";
  private static final String EXCLUDE_IPS = "excludePortsForIPs";

  private final InjectionContext injection;
  private final PodOptions options;
  private final RedirectConfig config;
  private final ObjectNode tree;

  private RedirectByConfigMap(
      InjectionContext injection, PodOptions options, RedirectConfig config) {
    this.injection = injection;
    this.options = options;
    this.config = config;
    this.tree = config.copy();
  }

  static Redirection of(InjectionContext injection, PodOptions options, RedirectConfig config) {
    return new RedirectByConfigMap(injection, options, config).redirection();
  }

  private Redirection redirection() {
    var redirect = options.redirect();
    general();
    dns();
    outbound();
    inbound();
    ebpf();
    var yaml = RedirectYaml.write(tree);
    return new Redirection(
        Map.of(Annotations.TRANSPARENT_PROXY_CONFIG, yaml),
        Volumes.redirectFiles("--config", injection.injector(), options),
        tree.path("ipFamilyMode").asText(),
        !redirect.gateway() && tree.at("/redirect/inbound/enabled").asBoolean(),
        Redirection.sentence(
            "ConfigMap " + injection.injector().transparentProxyConfigMap(), injection));
  }

  private void general() {
    var redirect = options.redirect();
    var sidecar = injection.injector().sidecarContainer();
    tree.put("kumaDPUser", Long.toString(sidecar.uid()));
    tree.put("cniMode", injection.injector().cniEnabled());
    if (redirect.ipFamilyMode().isPresent()) {
      tree.put("ipFamilyMode", redirect.ipFamilyMode().get());
    } else if (!config.isSetAt("/ipFamilyMode") && !sidecar.ipFamilyMode().isEmpty()) {
      tree.put("ipFamilyMode", sidecar.ipFamilyMode());
    }
    redirect.dropInvalidPackets().ifPresent(drop -> tree.put("dropInvalidPackets", drop));
    redirect.iptablesLogs().ifPresent(log -> tree.withObject("/log").put("enabled", log));
  }

  /** The Pod's annotation, else the ConfigMap enables DNS redirection. */
  private void dns() {
    var flow = tree.withObject("/redirect/dns");
    options.dns().own().ifPresent(enabled -> flow.put("enabled", enabled));
    flow.put("port", options.dns().port());
  }

  private void outbound() {
    var redirect = options.redirect();
    var traffic = injection.injector().sidecarTraffic();
    var flow = tree.withObject("/redirect/outbound");
    flow.put("port", injection.injector().sidecarContainer().redirectPortOutbound());
    flow.set(
        EXCLUDE_PORTS,
        firstNonEmpty(
            redirect.excludeOutboundPorts(), flow, EXCLUDE_PORTS, traffic.excludeOutboundPorts()));
    flow.set(
        EXCLUDE_IPS,
        firstNonEmpty(
            redirect.excludeOutboundIps(), flow, EXCLUDE_IPS, traffic.excludeOutboundIPs()));
    var portsForUids = redirect.excludeOutboundPortsForUids().pieces();
    if (!portsForUids.isEmpty()) {
      flow.set("excludePortsForUIDs", JsonNodes.texts(portsForUids));
    }
  }

  private void inbound() {
    var redirect = options.redirect();
    var traffic = injection.injector().sidecarTraffic();
    var flow = tree.withObject("/redirect/inbound");
    if (redirect.gateway()) {
      flow.put("enabled", false);
    }
    if (flow.path("enabled").asBoolean()) {
      flow.put("port", injection.injector().sidecarContainer().redirectPortInbound());
      flow.set(
          EXCLUDE_PORTS,
          firstNonEmpty(
              redirect.excludeInboundPorts(), flow, EXCLUDE_PORTS, traffic.excludeInboundPorts()));
      flow.set(
          EXCLUDE_IPS,
          firstNonEmpty(
              redirect.excludeInboundIps(), flow, EXCLUDE_IPS, traffic.excludeInboundIPs()));
      exclude(flow, options.probes().proxyPort());
    }
    var bootstrap = injection.settings().bootstrapServer().params();
    if (bootstrap.envoyAdminUnixSocket()) {
      exclude(flow, bootstrap.readinessPort());
    }
  }

  /**
   * Uses the annotations; if one enables eBPF, other values default to the ConfigMap, else to the
   * settings.
   */
  private void ebpf() {
    var own = options.redirect().ebpf();
    own.enabled().ifPresent(enabled -> tree.withObject("/ebpf").put("enabled", enabled));
    if (!tree.at("/ebpf/enabled").asBoolean()) {
      return;
    }
    var settings = injection.injector().ebpf();
    ebpf("bpffsPath", own.bpffsPath(), settings.bpffsPath());
    ebpf("cgroupPath", own.cgroupPath(), settings.cgroupPath());
    ebpf("tcAttachIface", own.tcAttachIface(), settings.tcAttachIface());
    ebpf("programsSourcePath", own.programsSourcePath(), settings.programsSourcePath());
    ebpf(
        "instanceIPEnvVarName",
        own.instanceIpVariable(),
        InitContainer.instanceIpVariable(settings));
  }

  private void ebpf(String key, Optional<String> own, String settings) {
    var ebpf = tree.withObject("/ebpf");
    if (own.isPresent()) {
      ebpf.put(key, own.get());
    } else if (options.redirect().ebpf().enabled().isPresent() && !config.isSetAt("/ebpf/" + key)) {
      ebpf.put(key, settings);
    }
  }

  private static void exclude(ObjectNode flow, int port) {
    if (port != 0) {
      flow.withArray(EXCLUDE_PORTS).add(port);
    }
  }

  /** Returns the first list that is not empty: of the Pod, the ConfigMap, the settings. */
  private static ArrayNode firstNonEmpty(
      Optional<? extends List<?>> own, ObjectNode flow, String key, List<?> settings) {
    var chosen = own.filter(list -> !list.isEmpty());
    if (chosen.isPresent()) {
      return list(chosen.get());
    }
    JsonNode configured = flow.path(key);
    return configured.isEmpty() ? list(settings) : (ArrayNode) configured;
  }

  private static ArrayNode list(List<?> values) {
    var array = JsonNodes.array(List.of());
    for (var value : values) {
      if (value instanceof Integer number) {
        array.add(number);
      } else {
        array.add(String.valueOf(value));
      }
    }
    return array;
  }
}
