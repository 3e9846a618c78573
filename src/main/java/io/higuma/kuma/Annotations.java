package io.higuma.kuma;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The annotations that injection reads or writes. */
public final class Annotations {
  private static final String INJECTOR = "runtime.kubernetes.injector.";

  /**
   * The container that {@code kubectl logs} and {@code kubectl exec} choose, unless the Pod names
   * one.
   */
  public static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

  /** Networks that Multus attaches; with CNI, {@code kuma-cni} is added. */
  public static final String MULTUS_NETWORKS = "k8s.v1.cni.cncf.io/networks";

  /** The Pod has a sidecar, and so a Dataplane. */
  public static final String SIDECAR_INJECTED = "kuma.io/sidecar-injected";

  /** Traffic of the Pod is redirected. */
  public static final String TRANSPARENT_PROXYING = "kuma.io/transparent-proxying";

  /** The port that inbound traffic is redirected to. */
  public static final String INBOUND_PORT = "kuma.io/transparent-proxying-inbound-port";

  /** The port that outbound traffic is redirected to. */
  public static final String OUTBOUND_PORT = "kuma.io/transparent-proxying-outbound-port";

  /** The user whose traffic is not redirected: the sidecar. */
  public static final String SIDECAR_UID = "kuma.io/sidecar-uid";

  /** The effective redirection config as YAML, if a ConfigMap configures it. */
  public static final String TRANSPARENT_PROXY_CONFIG = "traffic.kuma.io/transparent-proxy-config";

  /** Provenance of the injection: version, digest of the settings, ContainerPatches. */
  public static final String INJECTION = "higuma.io/injection";

  /** Ignored as an annotation: use the label. */
  public static final String SIDECAR_INJECTION = "kuma.io/sidecar-injection";

  /** The mesh, if no label of the same name is set. */
  public static final String MESH = "kuma.io/mesh";

  /** Delegated gateway: inbound traffic is not redirected. */
  public static final AnnotationKey<Boolean> GATEWAY =
      key("kuma.io/gateway", AnnotationParsers::gateway, "Makes the Pod a delegated gateway.");

  /** On a Service: it is ignored. */
  public static final AnnotationKey<Boolean> IGNORE =
      key("kuma.io/ignore", AnnotationParsers::enabled, "The Service makes no inbounds.")
          .on(AnnotationKey.Place.SERVICE);

  /** Ordered names of ContainerPatches. */
  public static final AnnotationKey<List<String>> CONTAINER_PATCHES =
      key(
              "kuma.io/container-patches",
              AnnotationParsers::objectNames,
              "ContainerPatches of the system namespace, applied in this order instead of the default"
                  + " ones.")
          .defaultSetting(INJECTOR + "containerPatches");

  /** On a ContainerPatch: the namespaces that may use it. */
  public static final AnnotationKey<List<String>> ALLOWED_NAMESPACES =
      key(
              "kuma.io/allowed-namespaces",
              AnnotationParsers::names,
              "The namespaces whose Pods may name the ContainerPatch, or *.")
          .on(AnnotationKey.Place.CONTAINER_PATCH);

  /** Worker threads of the proxy. */
  public static final AnnotationKey<Long> CONCURRENCY =
      key(
          "kuma.io/sidecar-proxy-concurrency",
          AnnotationParsers::uint32,
          "Worker threads of the proxy; 0 leaves it to the proxy.");

  /** Drain time of connections. */
  public static final AnnotationKey<Duration> DRAIN_TIME =
      key(
              "kuma.io/sidecar-drain-time",
              AnnotationParsers::positiveDuration,
              "How long the proxy drains its connections before it ends.")
          .defaultSetting(INJECTOR + "sidecarContainer.drainTime");

  /** Extra environment of the sidecar. */
  public static final AnnotationKey<Map<String, String>> ENV_VARS =
      key(
          "kuma.io/sidecar-env-vars",
          AnnotationParsers::variables,
          "Environment variables of the sidecar: name=value;name=value.");

  /** Envoy's log level. */
  public static final AnnotationKey<String> ENVOY_LOG_LEVEL =
      key("kuma.io/envoy-log-level", AnnotationParsers::logLevel, "Log level of the proxy.")
          .orEmpty();

  /** Envoy's log levels by component. */
  public static final AnnotationKey<String> ENVOY_COMPONENT_LOG_LEVEL =
      key(
              "kuma.io/envoy-component-log-level",
              AnnotationParsers::componentLogLevels,
              "Log levels of the proxy's components: component:level,component:level.")
          .orEmpty();

  /** Port of Envoy's admin interface. */
  public static final AnnotationKey<Integer> ENVOY_ADMIN_PORT =
      key(
              "kuma.io/envoy-admin-port",
              AnnotationParsers::port,
              "Port of the proxy's admin interface on TCP.")
          .defaultSetting("bootstrapServer.params.adminPort");

  /** xDS transport. */
  public static final AnnotationKey<String> XDS_TRANSPORT =
      key(
              "kuma.io/xds-transport-protocol-variant",
              AnnotationParsers::word,
              "How the proxy receives its configuration: GRPC or DELTA_GRPC.")
          .orEmpty();

  /** Application containers wait for the sidecar. */
  public static final AnnotationKey<Boolean> WAIT_FOR_DATAPLANE_READY =
      key(
              "kuma.io/wait-for-dataplane-ready",
              AnnotationParsers::enabled,
              "Application containers start only when the sidecar is ready.")
          .defaultSetting(INJECTOR + "sidecarContainer.waitForDataplaneReady");

  /** The init container runs first. */
  public static final AnnotationKey<Boolean> INIT_FIRST =
      key(
          "kuma.io/init-first",
          AnnotationParsers::enabled,
          "kuma-init runs before all init containers.");

  /** Volume with the service account token. */
  public static final AnnotationKey<String> SERVICE_ACCOUNT_TOKEN_VOLUME =
      key(
          "kuma.io/service-account-token-volume",
          (key, value) -> Parsed.good(value),
          "Volume of the Pod whose service account token the sidecar uses.");

  /** SPIRE agent socket. */
  public static final AnnotationKey<Boolean> SPIRE_SUPPORT =
      key(
              "k8s.kuma.io/spire-support",
              AnnotationParsers::enabled,
              "Mounts the socket of the SPIRE agent into the sidecar.")
          .defaultSetting(INJECTOR + "spire.enabled");

  /** Port of the application probe proxy. */
  public static final AnnotationKey<Integer> PROBE_PROXY_PORT =
      key(
              "kuma.io/application-probe-proxy-port",
              AnnotationParsers::port,
              "Port under which the sidecar answers the Pod's probes; 0 turns it off.")
          .defaultSetting(INJECTOR + "applicationProbeProxyPort");

  /** HTTP-only rewriting of probes. */
  public static final AnnotationKey<Boolean> VIRTUAL_PROBES =
      key(
              "kuma.io/virtual-probes",
              AnnotationParsers::enabled,
              "Rewriting of HTTP probes only; replaced by the application probe proxy.")
          .defaultSetting(INJECTOR + "virtualProbesEnabled");

  /** Port of the virtual probes. */
  public static final AnnotationKey<Integer> VIRTUAL_PROBES_PORT =
      key(
              "kuma.io/virtual-probes-port",
              AnnotationParsers::nonZeroPort,
              "Port of the virtual probes.")
          .defaultSetting(INJECTOR + "virtualProbesPort");

  /** DNS through the sidecar. */
  public static final AnnotationKey<Boolean> BUILTIN_DNS =
      key(
              "kuma.io/builtin-dns",
              AnnotationParsers::enabled,
              "Sends the Pod's DNS through the sidecar.")
          .defaultSetting(INJECTOR + "builtinDNS.enabled");

  /** Port of the sidecar's DNS. */
  public static final AnnotationKey<Integer> BUILTIN_DNS_PORT =
      key("kuma.io/builtin-dns-port", AnnotationParsers::nonZeroPort, "Port of the sidecar's DNS.")
          .defaultSetting(INJECTOR + "builtinDNS.port");

  /** Log of the sidecar's DNS. */
  public static final AnnotationKey<Boolean> BUILTIN_DNS_LOGGING =
      key(
              "kuma.io/builtin-dns-logging",
              AnnotationParsers::enabled,
              "The sidecar's DNS logs queries.")
          .defaultSetting(INJECTOR + "builtinDNS.logging");

  /** IP families. */
  public static final AnnotationKey<String> IP_FAMILY_MODE =
      key(
              "kuma.io/transparent-proxying-ip-family-mode",
              AnnotationParsers::ipFamilyMode,
              "IP families whose traffic is redirected: dualstack or ipv4.")
          .defaultSetting(INJECTOR + "sidecarContainer.ipFamilyMode");

  /** Inbound ports that are not redirected. */
  public static final AnnotationKey<List<Integer>> EXCLUDE_INBOUND_PORTS =
      key(
              "traffic.kuma.io/exclude-inbound-ports",
              AnnotationParsers::ports,
              "Inbound ports that are not redirected.")
          .defaultSetting(INJECTOR + "sidecarTraffic.excludeInboundPorts");

  /** Outbound ports that are not redirected. */
  public static final AnnotationKey<List<Integer>> EXCLUDE_OUTBOUND_PORTS =
      key(
              "traffic.kuma.io/exclude-outbound-ports",
              AnnotationParsers::ports,
              "Outbound ports that are not redirected.")
          .defaultSetting(INJECTOR + "sidecarTraffic.excludeOutboundPorts");

  /** Sources whose traffic is not redirected. */
  public static final AnnotationKey<List<String>> EXCLUDE_INBOUND_IPS =
      key(
              "traffic.kuma.io/exclude-inbound-ips",
              AnnotationParsers::addresses,
              "Source addresses whose traffic is not redirected.")
          .defaultSetting(INJECTOR + "sidecarTraffic.excludeInboundIPs");

  /** Destinations whose traffic is not redirected. */
  public static final AnnotationKey<List<String>> EXCLUDE_OUTBOUND_IPS =
      key(
              "traffic.kuma.io/exclude-outbound-ips",
              AnnotationParsers::addresses,
              "Destination addresses whose traffic is not redirected.")
          .defaultSetting(INJECTOR + "sidecarTraffic.excludeOutboundIPs");

  /** Outbound ports that are not redirected for some users. */
  public static final AnnotationKey<List<String>> EXCLUDE_OUTBOUND_PORTS_FOR_UIDS =
      key(
          "traffic.kuma.io/exclude-outbound-ports-for-uids",
          UidPorts::read,
          "Outbound ports that are not redirected for some users: [protocol:][ports:]uids;…");

  /** TCP form of {@link #EXCLUDE_OUTBOUND_PORTS_FOR_UIDS}. */
  public static final AnnotationKey<List<String>> EXCLUDE_OUTBOUND_TCP_PORTS_FOR_UIDS =
      key(
          "traffic.kuma.io/exclude-outbound-tcp-ports-for-uids",
          UidPorts::readTcp,
          "Outbound TCP ports that are not redirected for some users: ports:uids;…");

  /** UDP form of {@link #EXCLUDE_OUTBOUND_PORTS_FOR_UIDS}. */
  public static final AnnotationKey<List<String>> EXCLUDE_OUTBOUND_UDP_PORTS_FOR_UIDS =
      key(
          "traffic.kuma.io/exclude-outbound-udp-ports-for-uids",
          UidPorts::readUdp,
          "Outbound UDP ports that are not redirected for some users: ports:uids;…");

  /** Drops invalid packets. */
  public static final AnnotationKey<Boolean> DROP_INVALID_PACKETS =
      key(
          "traffic.kuma.io/drop-invalid-packets",
          AnnotationParsers::bool,
          "Drops packets that belong to no connection.");

  /** Logging of the redirection rules. */
  public static final AnnotationKey<Boolean> IPTABLES_LOGS =
      key(
          "traffic.kuma.io/iptables-logs",
          AnnotationParsers::bool,
          "The redirection rules log packets.");

  /** The Pod's own redirect ConfigMap. */
  public static final AnnotationKey<String> TRANSPARENT_PROXY_CONFIGMAP =
      key(
              "traffic.kuma.io/transparent-proxy-configmap-name",
              KubernetesName.DNS_SUBDOMAIN::read,
              "ConfigMap of the Pod's namespace that changes the redirection.")
          .orEmpty();

  private Annotations() {}

  private static <T> AnnotationKey<T> key(String name, AnnotationKey.Parser<T> parser, String doc) {
    return new AnnotationKey<>(name, parser, doc);
  }
}
