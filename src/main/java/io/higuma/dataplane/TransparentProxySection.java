package io.higuma.dataplane;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.AnnotationKey;
import io.higuma.kuma.Annotations;
import io.higuma.kuma.DataplaneAnnotations;
import java.util.List;
import java.util.Optional;

/** The section {@code transparentProxying}: how the Pod's traffic reaches its sidecar. */
final class TransparentProxySection {
  private final ConversionState draft;
  private final ObjectNode section = JsonNodeFactory.instance.objectNode();

  TransparentProxySection(ConversionState draft) {
    this.draft = draft;
  }

  /** The section; without fields where there is nothing to say. */
  ObjectNode build() {
    boolean redirected = draft.on(DataplaneAnnotations.TRANSPARENT_PROXYING);
    boolean configured =
        !draft.pod().annotations().getOrDefault(Annotations.TRANSPARENT_PROXY_CONFIG, "").isEmpty();
    if (redirected || configured) {
      list("directAccessServices", draft.read(DataplaneAnnotations.DIRECT_ACCESS_SERVICES));
      list("reachableServices", draft.read(DataplaneAnnotations.REACHABLE_SERVICES));
      draft
          .read(DataplaneAnnotations.REACHABLE_BACKENDS)
          .flatMap(yaml -> new ReachableBackends(draft).read(yaml))
          .ifPresent(backends -> section.set("reachableBackends", backends));
    }
    if (redirected) {
      port("redirectPortInbound", DataplaneAnnotations.INBOUND_PORT);
      port("redirectPortOutbound", DataplaneAnnotations.OUTBOUND_PORT);
      boolean ipv4 = draft.read(Annotations.IP_FAMILY_MODE).orElse("").equals("ipv4");
      section.put("ipFamilyMode", ipv4 ? "IPv4" : "DualStack");
    }
    return section;
  }

  private void list(String field, Optional<List<String>> values) {
    values
        .filter(list -> !list.isEmpty())
        .ifPresent(list -> list.forEach(section.withArray(field)::add));
  }

  private void port(String field, AnnotationKey<Integer> key) {
    if (!draft.pod().annotations().containsKey(key.name())) {
      draft.fail(
          ConversionProblem.Code.MISSING_ANNOTATION,
          key.name(),
          "is missing: a Pod whose traffic is redirected needs it");
    }
    draft.read(key).filter(port -> port != 0).ifPresent(port -> section.put(field, port));
  }
}
