package io.higuma.dataplane;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The annotations and labels that conversions read; all others are dropped from the views. */
final class ReadAnnotations {
  static final String INGRESS = "kuma.io/ingress";
  static final String EGRESS = "kuma.io/egress";
  static final String GATEWAY = "kuma.io/gateway";
  static final String INJECTED = "kuma.io/sidecar-injected";
  static final String ADMIN_PORT = "kuma.io/envoy-admin-port";
  static final String TRANSPARENT = "kuma.io/transparent-proxying";
  static final String INBOUND_PORT = "kuma.io/transparent-proxying-inbound-port";
  static final String OUTBOUND_PORT = "kuma.io/transparent-proxying-outbound-port";
  static final String IP_FAMILY = "kuma.io/transparent-proxying-ip-family-mode";
  static final String REDIRECT_CONFIG = "traffic.kuma.io/transparent-proxy-config";
  static final String DIRECT_ACCESS = "kuma.io/direct-access-services";
  static final String REACHABLE_SERVICES = "kuma.io/transparent-proxying-reachable-services";
  static final String REACHABLE_BACKENDS = "kuma.io/reachable-backends";
  static final String VIRTUAL_PROBES = "kuma.io/virtual-probes";
  static final String VIRTUAL_PROBES_PORT = "kuma.io/virtual-probes-port";
  static final String METRICS = "prometheus.metrics.kuma.io/";

  /** On a Service: leave it out. */
  static final String IGNORE = "kuma.io/ignore";

  /** On a Service, after the port: the port's protocol. */
  static final String SERVICE_PROTOCOL = ".service.kuma.io/protocol";

  /** The label of a zone proxy's Service. */
  static final String ZONE_PROXY_TYPE = "k8s.kuma.io/zone-proxy-type";

  private static final Set<String> POD =
      Set.of(
          MeshName.KEY,
          INGRESS,
          EGRESS,
          GATEWAY,
          INJECTED,
          ADMIN_PORT,
          TRANSPARENT,
          INBOUND_PORT,
          OUTBOUND_PORT,
          IP_FAMILY,
          DIRECT_ACCESS,
          REACHABLE_SERVICES,
          REACHABLE_BACKENDS,
          VIRTUAL_PROBES,
          VIRTUAL_PROBES_PORT);

  private ReadAnnotations() {}

  static Map<String, String> ofPod(@Nullable Map<String, String> annotations) {
    Map<String, String> read = keep(annotations, k -> POD.contains(k) || k.startsWith(METRICS));
    // Kilobytes of YAML of which only the presence counts.
    if (annotations != null && !annotations.getOrDefault(REDIRECT_CONFIG, "").isEmpty()) {
      Map<String, String> more = new java.util.HashMap<>(read);
      more.put(REDIRECT_CONFIG, "present");
      return Map.copyOf(more);
    }
    return read;
  }

  static Map<String, String> ofService(@Nullable Map<String, String> annotations) {
    return keep(annotations, key -> key.equals(IGNORE) || key.endsWith(SERVICE_PROTOCOL));
  }

  static Map<String, String> labelsOfService(@Nullable Map<String, String> labels) {
    return keep(labels, key -> key.equals(ZONE_PROXY_TYPE));
  }

  static Map<String, String> shared(@Nullable Map<String, String> map) {
    return keep(map, key -> true);
  }

  private static Map<String, String> keep(
      @Nullable Map<String, String> map, Predicate<String> wanted) {
    return map == null
        ? Map.of()
        : map.entrySet().stream()
            .filter(entry -> wanted.test(entry.getKey()))
            .collect(
                Collectors.toUnmodifiableMap(
                    entry -> entry.getKey().intern(), entry -> Views.shared(entry.getValue())));
  }
}
