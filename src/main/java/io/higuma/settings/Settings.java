package io.higuma.settings;

import java.time.Duration;
import java.util.List;

/**
 * The whole configuration, immutable. Components are named as the keys of Kuma's {@code kuma-cp}
 * configuration file, so {@code settings.runtime().kubernetes().injector().cniEnabled()} is {@code
 * runtime.kubernetes.injector.cniEnabled}.
 *
 * <p>{@code defaults} and {@code interface} cannot be names: they are {@link #meshDefaults} and
 * {@code address}.
 *
 * <p>Kuma's keys that Higuma does not use are accepted by the loader and are not here.
 */
public record Settings(
    @Setting(
            env = "KUMA_ENVIRONMENT",
            value = "kubernetes",
            oneOf = {"kubernetes", "universal"},
            noEffect = "Higuma always runs for Kubernetes.",
            doc = "The environment of the control plane.")
        String environment,
    @Setting(
            env = "KUMA_MODE",
            value = "zone",
            oneOf = {"zone", "global"},
            noEffect = "Higuma always runs as a zone.",
            doc = "The mode of the control plane.")
        String mode,
    Store store,
    Multizone multizone,
    DpServer dpServer,
    BootstrapServer bootstrapServer,
    DnsServer dnsServer,
    Experimental experimental,
    General general,
    ApiServer apiServer,
    Diagnostics diagnostics,
    Tracing tracing,
    @Section(key = "defaults") Defaults meshDefaults,
    EnvironmentRuntime runtime) {

  /** The defaults. */
  public static Settings defaults() {
    return Catalogue.DEFAULTS;
  }

  /** {@code store}. */
  public record Store(
      @Setting(
              env = "KUMA_STORE_TYPE",
              value = "kubernetes",
              oneOf = {"kubernetes", "memory", "postgres"},
              noEffect = "Higuma's store is always the Kubernetes API.",
              doc = "Where resources are stored.")
          String type,
      KubernetesStore kubernetes) {}

  /** {@code store.kubernetes}. */
  public record KubernetesStore(
      @Setting(
              env = "KUMA_STORE_KUBERNETES_SYSTEM_NAMESPACE",
              value = "kuma-system",
              check = Check.DNS_LABEL,
              doc =
                  "The namespace of the control plane: of ContainerPatches, of the ConfigMap with"
                      + " the redirection, of the leader's lease, and in the URL given to"
                      + " sidecars.")
          String systemNamespace) {}

  /** {@code multizone}. */
  public record Multizone(Zone zone) {}

  /** {@code multizone.zone}. */
  public record Zone(
      @Setting(
              env = "KUMA_MULTIZONE_ZONE_NAME",
              value = "default",
              check = Check.DNS_NAME,
              doc = "The zone's name: the value of the tag and label kuma.io/zone.")
          String name,
      @Setting(
              env = "KUMA_MULTIZONE_ZONE_GLOBAL_ADDRESS",
              noEffect = "Higuma does not connect to a global control plane.",
              doc = "The address of the global control plane. Empty: the zone stands alone.")
          String globalAddress,
      @Setting(
              env = "KUMA_MULTIZONE_ZONE_DISABLE_ORIGIN_LABEL_VALIDATION",
              value = "false",
              noEffect = "Higuma does not check that label.",
              doc = "Do not insist on the label kuma.io/origin on resources of this zone.")
          boolean disableOriginLabelValidation) {}

  /** {@code dpServer}. */
  public record DpServer(
      @Setting(
              env = "KUMA_DP_SERVER_PORT",
              value = "5678",
              min = 1,
              max = 65535,
              doc = "The port of the server for sidecars, and in the URL of it that they get.")
          int port,
      @Setting(
              env = "KUMA_DP_SERVER_TLS_CERT_FILE",
              doc = "The certificate of the server for sidecars. Empty: general.tlsCertFile.")
          String tlsCertFile,
      @Setting(
              env = "KUMA_DP_SERVER_TLS_KEY_FILE",
              doc = "The key of the server for sidecars. Empty: general.tlsKeyFile.")
          String tlsKeyFile,
      @Setting(
              env = "KUMA_DP_SERVER_TLS_MIN_VERSION",
              value = "TLSv1_2",
              oneOf = {"", "TLSv1_0", "TLSv1_1", "TLSv1_2", "TLSv1_3"},
              doc = "The oldest TLS version; general.tlsMinVersion where that is newer.")
          String tlsMinVersion,
      @Setting(
              env = "KUMA_DP_SERVER_TLS_MAX_VERSION",
              oneOf = {"", "TLSv1_0", "TLSv1_1", "TLSv1_2", "TLSv1_3"},
              doc = "The newest TLS version; general.tlsMaxVersion where that is older.")
          String tlsMaxVersion,
      @Setting(
              env = "KUMA_DP_SERVER_TLS_CIPHER_SUITES",
              check = Check.CIPHER_SUITES,
              doc = "The cipher suites of TLS 1.2. Empty: general.tlsCipherSuites.")
          List<String> tlsCipherSuites,
      DpAuthn authn,
      @Setting(
              env = "KUMA_DP_SERVER_GRACEFUL_SHUTDOWN_TIMEOUT",
              value = "10s",
              check = Check.NOT_NEGATIVE,
              doc = "How long the server for sidecars takes to end open streams, at most 8s.")
          Duration gracefulShutdownTimeout) {
    /** Longest time in effect; Kubernetes waits 30 s for the end of all servers. */
    public static final Duration MAX_GRACEFUL_SHUTDOWN = Duration.ofSeconds(8);
  }

  /** {@code dpServer.authn}. */
  public record DpAuthn(DpProxyAuthn dpProxy) {}

  /** {@code dpServer.authn.dpProxy}. */
  public record DpProxyAuthn(
      @Setting(
              env = "KUMA_DP_SERVER_AUTHN_DP_PROXY_TYPE",
              value = "serviceAccountToken",
              oneOf = {"", "serviceAccountToken", "dpToken", "none"},
              noEffect = "sidecars always authenticate with a service account token.",
              doc = "How sidecars authenticate. Empty: with a service account token.")
          String type) {}

  /** {@code bootstrapServer}. */
  public record BootstrapServer(BootstrapParams params) {}

  /** {@code bootstrapServer.params}. */
  public record BootstrapParams(
      @Setting(
              env = "KUMA_BOOTSTRAP_SERVER_PARAMS_ADMIN_ADDRESS",
              value = "127.0.0.1",
              noEffect = "Envoy's admin interface listens on a Unix socket or on 127.0.0.1.",
              doc = "The address of Envoy's admin interface.")
          String adminAddress,
      @Setting(
              env = "KUMA_BOOTSTRAP_SERVER_PARAMS_ADMIN_PORT",
              value = "9901",
              min = 0,
              max = 65535,
              doc = "The port of Envoy's admin interface, unless the Pod says otherwise.")
          int adminPort,
      @Setting(
              env = "KUMA_BOOTSTRAP_SERVER_PARAMS_ENVOY_ADMIN_UNIX_SOCKET",
              value = "true",
              doc =
                  "Envoy's admin interface listens on a Unix socket. The sidecar's probes then ask"
                      + " the readiness port.")
          boolean envoyAdminUnixSocket,
      @Setting(
              env = "KUMA_BOOTSTRAP_SERVER_PARAMS_READINESS_PORT",
              value = "9902",
              min = 0,
              max = 65535,
              doc = "The port of the sidecar's readiness endpoint.")
          int readinessPort,
      @Setting(
              env = "KUMA_BOOTSTRAP_SERVER_PARAMS_XDS_GRPC_MAX_RECEIVE_MESSAGE_BYTES",
              value = "4194304",
              min = 0,
              max = 4294967295L,
              doc = "The longest xDS message that a sidecar accepts, in bytes.")
          long xdsGrpcMaxReceiveMessageBytes,
      @Setting(
              env = "KUMA_BOOTSTRAP_SERVER_PARAMS_XDS_HOST",
              doc =
                  "The host that sidecars get their configuration from. Empty: the one that they"
                      + " bootstrap at.")
          String xdsHost,
      @Setting(
              env = "KUMA_BOOTSTRAP_SERVER_PARAMS_XDS_PORT",
              value = "0",
              min = 0,
              max = 65535,
              doc = "The port that sidecars get their configuration from. 0: dpServer.port.")
          int xdsPort) {}

  /** {@code dnsServer}: names and virtual IPs of services. */
  public record DnsServer(
      @Setting(
              env = "KUMA_DNS_SERVER_DOMAIN",
              value = "mesh",
              check = Check.DNS_NAME,
              doc = "The domain of the names of services.")
          String domain,
      @Setting(
              env = "KUMA_DNS_SERVER_CIDR",
              key = "CIDR",
              value = "240.0.0.0/4",
              check = Check.IPV4_RANGE,
              doc = "The range of virtual IPs.")
          String cidr,
      @Setting(
              env = "KUMA_DNS_SERVER_SERVICE_VIP_ENABLED",
              value = "true",
              doc = "Services get virtual IPs.")
          boolean serviceVipEnabled,
      @Setting(
              env = "KUMA_DNS_SERVER_SERVICE_VIP_PORT",
              value = "80",
              min = 1,
              max = 65535,
              doc = "The port of services at their virtual IPs.")
          int serviceVipPort) {}

  /** {@code experimental}. Native sidecars are at {@link Injector#sidecarContainers}. */
  public record Experimental(
      @Setting(
              env = "KUMA_EXPERIMENTAL_DELTA_XDS",
              value = "false",
              doc = "Sidecars use incremental xDS.")
          boolean deltaXds,
      @Setting(
              env = "KUMA_EXPERIMENTAL_KUBE_OUTBOUNDS_AS_VIPS",
              value = "true",
              doc =
                  "Outbounds of Services come from the control plane's virtual IPs; Dataplanes list"
                      + " none.")
          boolean kubeOutboundsAsVIPs,
      @Setting(
              env = "KUMA_EXPERIMENTAL_INBOUND_TAGS_DISABLED",
              value = "false",
              doc =
                  "Inbounds carry no tags; labels of the Node are copied to labels of the"
                      + " Dataplane instead. No sidecars are served, because services are known by"
                      + " these tags.")
          boolean inboundTagsDisabled) {}

  /** {@code tracing}. */
  public record Tracing(OpenTelemetry openTelemetry) {}

  /** {@code tracing.openTelemetry}. */
  public record OpenTelemetry(
      @Setting(
              env = "KUMA_TRACING_OPENTELEMETRY_ENABLED",
              value = "false",
              doc =
                  "Send traces of webhook calls and Pod reconciles by OTLP over HTTP, to"
                      + " OTEL_EXPORTER_OTLP_ENDPOINT.")
          boolean enabled,
      @Setting(
              env = "KUMA_TRACING_OPENTELEMETRY_ENDPOINT",
              doc =
                  "The traces' endpoint. Deprecated: set the standard OTEL_EXPORTER_OTLP_ENDPOINT"
                      + " instead.")
          String endpoint) {}

  /** {@code defaults}. */
  public record Defaults(
      @Setting(
              env = "KUMA_DEFAULTS_SKIP_MESH_CREATION",
              value = "false",
              doc = "Do not create the Mesh default.")
          boolean skipMeshCreation) {}

  /** {@code runtime}. */
  public record EnvironmentRuntime(KubernetesRuntime kubernetes) {}
}
