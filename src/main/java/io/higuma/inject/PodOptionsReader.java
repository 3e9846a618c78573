package io.higuma.inject;

import io.higuma.inject.Trace.Stage;
import io.higuma.kuma.Annotations;
import io.higuma.kuma.EbpfAnnotations;
import io.higuma.kuma.Violation;
import io.higuma.settings.Injector;
import io.higuma.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the annotations of one Pod on top of the settings. Adds violations to the notes. */
final class PodOptionsReader {
  private static final String GATEWAY_PROBES = "probes_of_gateway";

  private final Settings settings;
  private final Injector injector;
  private final AnnotationReader annotations;
  private final PodTraits traits;
  private final DecisionNotes notes;

  PodOptionsReader(
      Settings settings, Map<String, String> annotations, PodTraits traits, DecisionNotes notes) {
    this.settings = settings;
    this.injector = settings.runtime().kubernetes().injector();
    this.annotations = new AnnotationReader(annotations, notes);
    this.traits = traits;
    this.notes = notes;
  }

  PodOptions read() {
    var gateway = annotations.get(Annotations.GATEWAY, false);
    return new PodOptions(
        sidecar(),
        probes(gateway),
        dns(),
        redirect(gateway),
        annotations.get(Annotations.INIT_FIRST, false),
        annotations.get(Annotations.CONTAINER_PATCHES, injector.containerPatches()),
        traits);
  }

  private PodOptions.Sidecar sidecar() {
    var container = injector.sidecarContainer();
    return new PodOptions.Sidecar(
        annotations.get(Annotations.CONCURRENCY),
        annotations.get(Annotations.DRAIN_TIME, container.drainTime()),
        annotations.get(Annotations.ENV_VARS, Map.of()),
        annotations.get(Annotations.ENVOY_LOG_LEVEL),
        annotations.get(Annotations.ENVOY_COMPONENT_LOG_LEVEL),
        annotations.get(Annotations.XDS_TRANSPORT),
        annotations.get(
            Annotations.ENVOY_ADMIN_PORT, settings.bootstrapServer().params().adminPort()),
        annotations.get(Annotations.WAIT_FOR_DATAPLANE_READY, container.waitForDataplaneReady()),
        annotations.get(Annotations.SERVICE_ACCOUNT_TOKEN_VOLUME),
        annotations.get(Annotations.SPIRE_SUPPORT, injector.spire().enabled()));
  }

  /**
   * A gateway serves its own ports and gets no probe proxy. With redirection by flags, a Pod whose
   * annotation says that it is no gateway has none either, unless it names the port: Kuma does so,
   * and the rendered Pods must be equal.
   */
  private PodOptions.Probes probes(boolean gateway) {
    var ownPort = annotations.get(Annotations.PROBE_PROXY_PORT);
    if (gateway && ownPort.orElse(0) != 0) {
      rejectForGateway(Annotations.PROBE_PROXY_PORT.name(), "application probe proxy");
    }
    var byFlags = injector.transparentProxyConfigMap().isEmpty();
    var offByDefault = byFlags && annotations.has(Annotations.GATEWAY);
    var proxyPort =
        gateway ? 0 : ownPort.orElse(offByDefault ? 0 : injector.applicationProbeProxyPort());
    var ownVirtual = annotations.get(Annotations.VIRTUAL_PROBES);
    if (gateway && ownVirtual.orElse(false)) {
      rejectForGateway(Annotations.VIRTUAL_PROBES.name(), "virtual probes");
    }
    var virtual =
        !gateway
            && (ownPort.filter(port -> port == 0).isPresent()
                || ownVirtual.orElse(injector.virtualProbesEnabled()));
    return new PodOptions.Probes(
        proxyPort,
        virtual,
        annotations.get(Annotations.VIRTUAL_PROBES_PORT, injector.virtualProbesPort()));
  }

  private void rejectForGateway(String key, String what) {
    notes.reject(
        Stage.ANNOTATIONS,
        RejectReason.BAD_ANNOTATION,
        new Violation(
            key, GATEWAY_PROBES, "a gateway serves its own ports and cannot have the " + what));
  }

  private PodOptions.Dns dns() {
    var dns = injector.builtinDNS();
    var own = annotations.get(Annotations.BUILTIN_DNS);
    return new PodOptions.Dns(
        own,
        own.orElse(dns.enabled()),
        dnsPort(dns),
        annotations.get(Annotations.BUILTIN_DNS_LOGGING, dns.logging()));
  }

  private int dnsPort(Injector.BuiltinDns dns) {
    int port = annotations.get(Annotations.BUILTIN_DNS_PORT, dns.port());
    if (!dns.experimentalProxy() && port > Injector.BuiltinDns.MAX_CORE_DNS_PORT) {
      notes.reject(
          Stage.ANNOTATIONS,
          RejectReason.BAD_ANNOTATION,
          Violation.ofValue(
              Annotations.BUILTIN_DNS_PORT.name(),
              "bad_port",
              Integer.toString(port),
              Injector.BuiltinDns.CORE_DNS_PORTS));
    }
    return port;
  }

  private PodOptions.Redirect redirect(boolean gateway) {
    return new PodOptions.Redirect(
        gateway,
        annotations.get(Annotations.IP_FAMILY_MODE),
        annotations.get(Annotations.EXCLUDE_INBOUND_PORTS),
        annotations.get(Annotations.EXCLUDE_OUTBOUND_PORTS),
        annotations.get(Annotations.EXCLUDE_INBOUND_IPS),
        annotations.get(Annotations.EXCLUDE_OUTBOUND_IPS),
        uidPorts(),
        annotations.get(Annotations.DROP_INVALID_PACKETS),
        annotations.get(Annotations.IPTABLES_LOGS),
        annotations
            .get(Annotations.TRANSPARENT_PROXY_CONFIGMAP)
            .filter(_ -> !injector.transparentProxyConfigMap().isEmpty()),
        ebpf());
  }

  /** Concatenates the current annotation and the two deprecated ones. */
  private PodOptions.PortsForUids uidPorts() {
    var own = annotations.get(Annotations.EXCLUDE_OUTBOUND_PORTS_FOR_UIDS, List.of());
    var pieces = new ArrayList<String>(own);
    pieces.addAll(annotations.get(Annotations.EXCLUDE_OUTBOUND_TCP_PORTS_FOR_UIDS, List.of()));
    pieces.addAll(annotations.get(Annotations.EXCLUDE_OUTBOUND_UDP_PORTS_FOR_UIDS, List.of()));
    return new PodOptions.PortsForUids(List.copyOf(pieces), pieces.size() > own.size());
  }

  /** If eBPF is disabled, its paths are not read. */
  private PodOptions.Ebpf ebpf() {
    var enabled = annotations.get(EbpfAnnotations.ENABLED);
    if (!enabled.orElse(injector.ebpf().enabled())
        && injector.transparentProxyConfigMap().isEmpty()) {
      return PodOptions.Ebpf.off(enabled);
    }
    return new PodOptions.Ebpf(
        enabled,
        annotations.get(EbpfAnnotations.BPFFS_PATH),
        annotations.get(EbpfAnnotations.CGROUP_PATH),
        annotations.get(EbpfAnnotations.TC_ATTACH_IFACE),
        annotations.get(EbpfAnnotations.INSTANCE_IP_ENV_VAR),
        annotations.get(EbpfAnnotations.PROGRAMS_SOURCE_PATH));
  }
}
