package io.higuma.dataplane;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Builds the outbounds of a Pod: one for each service of the Mesh, with the cluster IP of its
 * Kubernetes Service, or one for each of its Pods if the Service is headless.
 */
final class OutboundSection {
  private final CachedPod pod;
  private final RelatedObjects related;

  OutboundSection(CachedPod pod, RelatedObjects related) {
    this.pod = pod;
    this.related = related;
  }

  /**
   * Builds the outbounds.
   *
   * @param reachable services to include; empty for all
   */
  ArrayNode build(String mesh, Set<String> reachable) {
    NavigableMap<String, List<MeshEndpoint>> services = new TreeMap<>();
    related.endpoints(mesh).stream()
        .filter(endpoint -> reachable.isEmpty() || reachable.contains(endpoint.service()))
        .sorted()
        .forEach(e -> services.computeIfAbsent(e.service(), name -> new ArrayList<>()).add(e));
    ArrayNode outbounds = JsonNodeFactory.instance.arrayNode();
    services.forEach((tag, endpoints) -> outbounds.addAll(outbounds(tag, endpoints)));
    return outbounds;
  }

  private List<ObjectNode> outbounds(String tag, List<MeshEndpoint> endpoints) {
    // <name>_<namespace>_svc_<port>; without a port there is no Service.
    List<String> parts = List.of(tag.split("_", -1));
    Optional<Integer> port = parts.size() == 4 ? number(parts.get(3)) : Optional.empty();
    Optional<ServiceView> service =
        port.flatMap(number -> related.service(parts.get(1), parts.get(0)))
            .filter(found -> !found.isExternalName() && !found.clusterIP().isEmpty());
    if (service.isEmpty()) {
      return List.of();
    }
    if (service.get().isHeadless()) {
      return endpoints.stream()
          // The Pod's own address is used by its inbound.
          .filter(endpoint -> !endpoint.address().equals(pod.status().podIP()))
          .map(e -> outbound(e.address(), e.port(), tag, e.instance()))
          .toList();
    }
    return List.of(outbound(service.get().clusterIP(), port.orElse(0), tag, ""));
  }

  private static ObjectNode outbound(String address, int port, String tag, String instance) {
    ObjectNode outbound =
        JsonNodeFactory.instance.objectNode().put("address", address).put("port", port);
    ObjectNode tags = outbound.putObject("tags").put(Tags.SERVICE, tag);
    if (!instance.isEmpty()) {
      tags.put(Tags.INSTANCE, instance);
    }
    return outbound;
  }

  private static Optional<Integer> number(String digits) {
    try {
      return Optional.of(Integer.parseInt(digits)).filter(port -> port > 0 && port <= 65535);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
