package io.higuma.dataplane;

import io.higuma.kuma.Annotations;
import io.higuma.kuma.DataplaneAnnotations;
import io.higuma.kuma.Labels;
import io.higuma.kuma.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Filters the annotations and labels that conversions read, and drops all others. */
final class ReadAnnotations {
  private static final Set<String> POD =
      Set.of(
          Labels.MESH,
          Annotations.CONTAINER_PATCHES.name(),
          DataplaneAnnotations.INGRESS.name(),
          DataplaneAnnotations.EGRESS.name(),
          Annotations.GATEWAY.name(),
          Annotations.SIDECAR_INJECTED,
          Annotations.ENVOY_ADMIN_PORT.name(),
          Annotations.TRANSPARENT_PROXYING,
          Annotations.INBOUND_PORT,
          Annotations.OUTBOUND_PORT,
          Annotations.IP_FAMILY_MODE.name(),
          DataplaneAnnotations.DIRECT_ACCESS_SERVICES.name(),
          DataplaneAnnotations.REACHABLE_SERVICES.name(),
          DataplaneAnnotations.REACHABLE_BACKENDS.name(),
          Annotations.VIRTUAL_PROBES.name(),
          Annotations.VIRTUAL_PROBES_PORT.name(),
          Annotations.PROBE_PROXY_PORT.name());

  private ReadAnnotations() {}

  static Map<String, String> ofPod(@Nullable Map<String, String> annotations) {
    Map<String, String> read =
        keep(annotations, k -> POD.contains(k) || k.startsWith(DataplaneAnnotations.METRICS));
    // Only the presence is read; the value can be kilobytes of YAML.
    if (annotations != null
        && !annotations.getOrDefault(Annotations.TRANSPARENT_PROXY_CONFIG, "").isEmpty()) {
      Map<String, String> more = new HashMap<>(read);
      more.put(Annotations.TRANSPARENT_PROXY_CONFIG, "present");
      return Map.copyOf(more);
    }
    return read;
  }

  static Map<String, String> ofService(@Nullable Map<String, String> annotations) {
    return keep(
        annotations,
        key ->
            key.equals(Annotations.IGNORE.name())
                || key.endsWith(DataplaneAnnotations.SERVICE_PROTOCOL));
  }

  static Map<String, String> labelsOfService(@Nullable Map<String, String> labels) {
    return keep(labels, key -> key.equals(Labels.ZONE_PROXY_TYPE));
  }

  static Map<String, String> internAll(@Nullable Map<String, String> map) {
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
                    entry -> SharedStrings.of(entry.getKey()), ReadAnnotations::value));
  }

  /** Many objects share a value, except the one that names its Pod. */
  private static String value(Map.Entry<String, @Nullable String> entry) {
    String value = entry.getValue();
    if (value == null) {
      return "";
    }
    return entry.getKey().equals(Tags.INSTANCE) ? value : SharedStrings.of(value);
  }
}
