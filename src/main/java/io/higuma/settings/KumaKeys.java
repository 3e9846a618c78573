package io.higuma.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Settings of Kuma's control plane that Higuma does not have: zones, insights, databases. They are
 * accepted, so that one configuration works for both.
 */
final class KumaKeys {
  /** Keys of the file, in lower case; all keys below them are known too. */
  private static final Set<String> SECTIONS =
      lowerCase(
          """
          access apiServer.authn.tokens apiServer.catalog
          bootstrapServer.params.adminAccessLogPath
          bootstrapServer.params.corefileTemplatePath bootstrapServer.params.xdsConnectTimeout
          coreResources
          defaults.createMeshRoutingResources defaults.skipHostnameGenerators
          defaults.skipTenantResources dpServer.authn dpServer.hds
          dpServer.readHeaderTimeout eventBus experimental.autoReachableServices
          experimental.exposeZoneProxyMetrics experimental.generateMeshServices
          experimental.ingressTagFilters experimental.kdsEventBasedWatchdog
          experimental.skipPersistedVIPs experimental.useTagFirstVirtualOutboundModel
          general.certGenerationBaseBackoff general.certGenerationCircuitBreakerMinProxies
          general.certGenerationMaxBackoff general.dnsCacheTTL
          general.resilientComponentBaseBackoff general.resilientComponentMaxBackoff interCp ipam
          meshService metrics monitoringAssignmentServer multizone.global
          multizone.zone.ingressUpdateInterval multizone.zone.kds policies proxy reports
          runtime.kubernetes.serviceAccountName runtime.universal store.cache store.postgres
          store.unsafeDelete store.upsert xdsServer
          """);

  /** Environment variables; those that end in {@code _} are prefixes. */
  private static final Set<String> ENV =
      Set.of(
          """
          KUMA_ACCESS_ KUMA_API_SERVER_AUTHN_TOKENS_
          KUMA_BOOTSTRAP_SERVER_PARAMS_ADMIN_ACCESS_LOG_PATH
          KUMA_BOOTSTRAP_SERVER_PARAMS_COREFILE_TEMPLATE_PATH
          KUMA_BOOTSTRAP_SERVER_PARAMS_XDS_CONNECT_TIMEOUT KUMA_CORE_RESOURCES_
          KUMA_DEFAULTS_CREATE_MESH_ROUTING_RESOURCES KUMA_DEFAULTS_SKIP_HOSTNAME_GENERATORS
          KUMA_DEFAULTS_SKIP_TENANT_RESOURCES KUMA_DNS_SERVICE_
          KUMA_DP_SERVER_AUTHN_ KUMA_DP_SERVER_HDS_ KUMA_DP_SERVER_READ_HEADER_TIMEOUT
          KUMA_EVENT_BUS_
          KUMA_EXPERIMENTAL_AUTO_REACHABLE_SERVICES KUMA_EXPERIMENTAL_EXPOSE_ZONE_PROXY_METRICS
          KUMA_EXPERIMENTAL_GENERATE_MESH_SERVICES KUMA_EXPERIMENTAL_INGRESS_TAG_FILTERS
          KUMA_EXPERIMENTAL_KDS_EVENT_BASED_WATCHDOG_ KUMA_EXPERIMENTAL_SKIP_PERSISTED_VIPS
          KUMA_EXPERIMENTAL_USE_TAG_FIRST_VIRTUAL_OUTBOUND_MODEL KUMA_GENERAL_CERT_GENERATION_
          KUMA_GENERAL_DNS_CACHE_TTL KUMA_GENERAL_RESILIENT_COMPONENT_ KUMA_INTER_CP_ KUMA_IPAM_
          KUMA_MESH_SERVICE_ KUMA_METRICS_ KUMA_MONITORING_ASSIGNMENT_SERVER_
          KUMA_MULTIZONE_GLOBAL_ KUMA_MULTIZONE_ZONE_INGRESS_UPDATE_INTERVAL
          KUMA_MULTIZONE_ZONE_KDS_ KUMA_PLUGIN_POLICIES_ENABLED KUMA_PROXY_ KUMA_REPORTS_
          KUMA_RUNTIME_KUBERNETES_SERVICE_ACCOUNT_NAME KUMA_RUNTIME_UNIVERSAL_
          KUMA_STORE_CACHE_ KUMA_STORE_POSTGRES_ KUMA_STORE_UNSAFE_DELETE KUMA_STORE_UPSERT_
          KUMA_XDS_
          """
              .strip()
              .split("\\s+"));

  /** Names and values that Kubernetes sets in a Pod for each port of each Service. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "[A-Z0-9_]+"
              + "(_SERVICE_HOST=.*"
              + "|_SERVICE_PORT(_[A-Z0-9_]+)?=[0-9]+"
              + "|_PORT(_[0-9]+_(TCP|UDP|SCTP))?=(tcp|udp|sctp)://.+"
              + "|_PORT_[0-9]+_(TCP|UDP|SCTP)_(PROTO=(tcp|udp|sctp)|PORT=[0-9]+|ADDR=.+))");

  private KumaKeys() {}

  private static Set<String> lowerCase(String words) {
    return Set.of(words.strip().toLowerCase(Locale.ROOT).split("\\s+"));
  }

  /** Whether Kuma has {@code path} or one of its parent sections. */
  static boolean knowsPath(String path) {
    String rest = path.toLowerCase(Locale.ROOT);
    while (!SECTIONS.contains(rest)) {
      int dot = rest.lastIndexOf('.');
      if (dot < 0) {
        return false;
      }
      rest = rest.substring(0, dot);
    }
    return true;
  }

  /** Whether Kuma has the variable. */
  static boolean knowsEnv(String name) {
    return ENV.stream().anyMatch(known -> matches(known, name));
  }

  /** Whether a setting or all settings of a section only switch something off. */
  static boolean isSwitchedOff(String name, JsonNode value) {
    if (value.isObject()) {
      return value.properties().stream()
          .allMatch(entry -> isSwitchedOff(entry.getKey(), entry.getValue()));
    }
    return name.toLowerCase(Locale.ROOT).endsWith("enabled")
        && GoText.bool(value.asText()).equals(Optional.of(false));
  }

  private static boolean matches(String known, String name) {
    return known.endsWith("_") ? name.startsWith(known) : name.equals(known);
  }

  /** Whether Kubernetes sets the variable for a Service {@code kuma-…}. */
  static boolean isServiceLink(Map.Entry<String, String> variable) {
    return SERVICE_LINK.matcher(variable.getKey() + "=" + variable.getValue()).matches();
  }
}
