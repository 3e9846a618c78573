package io.higuma.settings;

import java.util.List;
import java.util.Map;

/** {@code runtime.kubernetes.injector}: how Pods are injected. Changes apply without a restart. */
public record Injector(
    @Setting(
            env = "KUMA_EXPERIMENTAL_SIDECAR_CONTAINERS",
            value = "true",
            alias = "experimental.sidecarContainers",
            doc =
                "The sidecar is a native one: an init container that keeps running. Needs"
                    + " Kubernetes 1.29 or newer, otherwise it is an ordinary container.")
        boolean sidecarContainers,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_CONTAINER_PATCHES",
            check = Check.DNS_SUBDOMAIN,
            doc = "ContainerPatches for every Pod that does not list its own.")
        List<String> containerPatches,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_CNI_ENABLED",
            value = "false",
            doc = "Traffic is redirected by the CNI plugin, not by an init container.")
        boolean cniEnabled,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_VIRTUAL_PROBES_ENABLED",
            value = "false",
            doc = "Rewrite HTTP probes to a listener of the sidecar. Deprecated.")
        boolean virtualProbesEnabled,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_VIRTUAL_PROBES_PORT",
            value = "9000",
            min = 1,
            max = 65535,
            doc = "The port of that listener.")
        int virtualProbesPort,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_APPLICATION_PROBE_PROXY_PORT",
            value = "9001",
            min = 0,
            max = 65535,
            doc = "The port of the sidecar's proxy for probes. 0: probes are left as they are.")
        int applicationProbeProxyPort,
    Exceptions exceptions,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_CA_CERT_FILE",
            doc = "The certificate authority that sidecars trust for the control plane.")
        String caCertFile,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_IGNORED_SERVICE_SELECTOR_LABELS",
            check = Check.LABEL_KEYS,
            doc =
                "Labels of a Service's selector that do not count when Pods are matched: a Pod that"
                    + " matches only without them gets an inbound that is ignored.")
        List<String> ignoredServiceSelectorLabels,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_NODE_LABELS_TO_COPY",
            value =
                "topology.kubernetes.io/zone,topology.kubernetes.io/region,kubernetes.io/hostname",
            check = Check.LABEL_KEYS,
            doc = "Labels of the Node that become tags of its Pods' inbounds.")
        List<String> nodeLabelsToCopy,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_TRANSPARENT_PROXY_CONFIGMAP_NAME",
            check = Check.DNS_SUBDOMAIN_OR_EMPTY,
            doc =
                "The ConfigMap in the system namespace with the redirection. Empty: redirect by"
                    + " flags.")
        String transparentProxyConfigMap,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_UNIFIED_RESOURCE_NAMING_ENABLED",
            value = "false",
            doc = "Sidecars name their resources in the unified way.")
        boolean unifiedResourceNamingEnabled,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_OTEL_PIPE_ENABLED",
            value = "true",
            doc = "Sidecars forward OpenTelemetry signals to the collector on their Node.")
        boolean otelPipeEnabled,
    Spire spire,
    SidecarTraffic sidecarTraffic,
    BuiltinDns builtinDNS,
    Ebpf ebpf,
    SidecarContainer sidecarContainer,
    InitContainer initContainer,
    ValidationContainer validationContainer) {

  /** {@code …injector.exceptions}. */
  public record Exceptions(
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_EXCEPTIONS_LABELS",
              value = "openshift.io/build.name:*,openshift.io/deployer-pod-for.name:*",
              check = Check.LABEL_KEYS,
              doc = "Pods with such a label are never injected; the value * means any.")
          Map<String, String> labels) {}

  /** {@code …injector.spire}. */
  public record Spire(
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_SPIRE_ENABLED",
              value = "false",
              doc = "Mount SPIRE's socket, unless k8s.kuma.io/spire-support says otherwise.")
          boolean enabled,
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_SPIRE_MOUNT_PATH",
              value = "/run/spire/sockets",
              check = Check.PATH,
              doc = "The mount path in the sidecar.")
          String mountPath,
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_SPIRE_SOCKET_FILE_NAME",
              value = "socket",
              check = Check.NOT_EMPTY,
              noEffect = "the injector does not read it, as Kuma's does not.",
              doc = "The socket's file name.")
          String socketFileName) {}

  /** {@code …injector.sidecarTraffic}: defaults for traffic that is not redirected. */
  public record SidecarTraffic(
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_SIDECAR_TRAFFIC_EXCLUDE_INBOUND_PORTS",
              min = 1,
              max = 65535,
              doc = "Ports of the Pod that are reached past the sidecar.")
          List<Integer> excludeInboundPorts,
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_SIDECAR_TRAFFIC_EXCLUDE_OUTBOUND_PORTS",
              min = 1,
              max = 65535,
              doc = "Ports elsewhere that the Pod reaches past the sidecar.")
          List<Integer> excludeOutboundPorts,
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_SIDECAR_TRAFFIC_EXCLUDE_INBOUND_IPS",
              check = Check.ADDRESSES,
              doc = "Addresses or CIDRs that reach the Pod past the sidecar.")
          List<String> excludeInboundIPs,
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_SIDECAR_TRAFFIC_EXCLUDE_OUTBOUND_IPS",
              check = Check.ADDRESSES,
              doc = "Addresses or CIDRs that the Pod reaches past the sidecar.")
          List<String> excludeOutboundIPs) {}

  /** {@code …injector.builtinDNS}. */
  public record BuiltinDns(
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_ENABLED",
              value = "true",
              doc = "The sidecar answers DNS queries for names of the mesh.")
          boolean enabled,
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_PORT",
              value = "15053",
              min = 1,
              max = 65535,
              doc = "The port that DNS queries are redirected to.")
          int port,
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_LOGGING",
              value = "false",
              doc = "Log each query.")
          boolean logging,
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_BUILTIN_DNS_EXPERIMENTAL_PROXY",
              value = "true",
              doc =
                  "The sidecar answers itself. False: CoreDNS and Envoy together do, but Higuma does"
                      + " not serve names of the mesh to them.")
          boolean experimentalProxy) {
    /** The highest port of CoreDNS: Envoy's DNS has the port two above. */
    public static final int MAX_CORE_DNS_PORT = 65533;

    /** The valid ports of CoreDNS, for messages. */
    public static final String CORE_DNS_PORTS =
        "a port from 1 to 65533, because with CoreDNS Envoy listens two ports above";
  }

  /** {@code …injector.ebpf}. */
  public record Ebpf(
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_EBPF_ENABLED",
              value = "false",
              doc = "Redirect by eBPF instead of iptables.")
          boolean enabled,
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_EBPF_INSTANCE_IP_ENV_VAR_NAME",
              value = "INSTANCE_IP",
              check = Check.NOT_EMPTY,
              doc = "The environment variable with the Pod's address.")
          String instanceIPEnvVarName,
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_EBPF_BPFFS_PATH",
              value = "/sys/fs/bpf",
              check = Check.PATH,
              doc = "Where the BPF file system is mounted.")
          String bpffsPath,
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_EBPF_CGROUP_PATH",
              value = "/sys/fs/cgroup",
              check = Check.PATH,
              doc = "Where cgroups are mounted.")
          String cgroupPath,
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_EBPF_TC_ATTACH_IFACE",
              doc = "The network interface to attach to. Empty: detected.")
          String tcAttachIface,
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_EBPF_PROGRAMS_SOURCE_PATH",
              value = "/tmp/kuma-ebpf",
              check = Check.PATH,
              doc = "Where the compiled programs are.")
          String programsSourcePath) {}

  /** {@code …injector.initContainer}. */
  public record InitContainer(
      @Setting(
              env = "KUMA_INJECTOR_INIT_CONTAINER_IMAGE",
              value = "kuma/kuma-init:latest",
              check = Check.NOT_EMPTY,
              doc = "The image of kuma-init and kuma-validation.")
          String image,
      @Section(
              env = "KUMA_INJECTOR_INIT_CONTAINER_RESOURCES",
              values = {
                "requests.cpu=20m",
                "requests.memory=20M",
                "limits.cpu=0",
                "limits.memory=50M"
              })
          Resources resources) {}

  /** {@code …injector.validationContainer}. Its image is the init container's. */
  public record ValidationContainer(
      @Section(
              env = "KUMA_INJECTOR_VALIDATION_CONTAINER_RESOURCES",
              values = {
                "requests.cpu=20m",
                "requests.memory=20M",
                "limits.cpu=0",
                "limits.memory=50M"
              })
          Resources resources) {}
}
