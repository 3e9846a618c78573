package io.higuma.dataplane;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.AnnotationKey;
import io.higuma.kuma.Annotations;
import io.higuma.kuma.DataplaneAnnotations;
import java.util.List;
import java.util.Optional;

/** Builds the section {@code transparentProxying}: how traffic is redirected to the sidecar. */
final class TransparentProxySection {
  private final ConversionState state;
  private final ObjectNode section = JsonNodeFactory.instance.objectNode();

  TransparentProxySection(ConversionState state) {
    this.state = state;
  }

  /** The section; an empty object if no field is set. */
  ObjectNode build() {
    boolean configured =
        !state.pod().annotations().getOrDefault(Annotations.TRANSPARENT_PROXY_CONFIG, "").isEmpty();
    boolean redirected = configured ? hasPorts() : isRedirected();
    if (redirected || configured) {
      list("directAccessServices", state.read(DataplaneAnnotations.DIRECT_ACCESS_SERVICES));
      list("reachableServices", state.read(DataplaneAnnotations.REACHABLE_SERVICES));
      state
          .read(DataplaneAnnotations.REACHABLE_BACKENDS)
          .flatMap(yaml -> new ReachableBackends(state).read(yaml))
          .ifPresent(backends -> section.set("reachableBackends", backends));
    }
    if (redirected) {
      port("redirectPortInbound", DataplaneAnnotations.INBOUND_PORT);
      port("redirectPortOutbound", DataplaneAnnotations.OUTBOUND_PORT);
      boolean ipv4 = state.read(Annotations.IP_FAMILY_MODE).orElse("").equals("ipv4");
      section.put("ipFamilyMode", ipv4 ? "IPv4" : "DualStack");
    }
    return section;
  }

  private boolean isRedirected() {
    return state.enabled(DataplaneAnnotations.TRANSPARENT_PROXYING);
  }

  /**
   * With redirection by a ConfigMap the injection writes neither {@code
   * kuma.io/transparent-proxying} nor the ports. A Pod may still have the former, in which case it
   * means nothing by itself.
   */
  private boolean hasPorts() {
    return (has(DataplaneAnnotations.INBOUND_PORT) || has(DataplaneAnnotations.OUTBOUND_PORT))
        && DataplaneAnnotations.TRANSPARENT_PROXYING
            .validIn(state.pod().annotations())
            .orElse(false);
  }

  private boolean has(AnnotationKey<Integer> key) {
    return state.pod().annotations().containsKey(key.name());
  }

  private void list(String field, Optional<List<String>> values) {
    values
        .filter(list -> !list.isEmpty())
        .ifPresent(list -> list.forEach(section.withArray(field)::add));
  }

  private void port(String field, AnnotationKey<Integer> key) {
    if (!has(key)) {
      state.fail(
          ConversionProblem.Code.MISSING_ANNOTATION,
          key.name(),
          "is missing: a Pod whose traffic is redirected needs it");
    }
    state.read(key).filter(port -> port != 0).ifPresent(port -> section.put(field, port));
  }
}
