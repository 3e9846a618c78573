package io.higuma.dataplane;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.kuma.Tags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Endpoint of a service in the Mesh: one inbound of a Dataplane.
 *
 * @param service its service tag
 * @param address the address it listens on
 * @param port the port it listens on
 * @param instance its instance tag; empty if it has none
 */
public record MeshEndpoint(String service, String address, int port, String instance)
    implements Comparable<MeshEndpoint> {

  private static final Comparator<MeshEndpoint> ORDER =
      Comparator.comparing(MeshEndpoint::service)
          .thenComparing(MeshEndpoint::address)
          .thenComparingInt(MeshEndpoint::port)
          .thenComparing(MeshEndpoint::instance);

  /**
   * The endpoints in the spec of a Dataplane: inbounds that are not ignored and have a service tag.
   */
  public static List<MeshEndpoint> of(JsonNode spec) {
    JsonNode networking = spec.path("networking");
    List<MeshEndpoint> endpoints = new ArrayList<>();
    for (JsonNode inbound : networking.path("inbound")) {
      JsonNode tags = inbound.path("tags");
      if (tags.path(Tags.SERVICE).isTextual()
          && !"Ignored".equals(inbound.path("state").asText())) {
        String address = inbound.path("address").asText("");
        endpoints.add(
            new MeshEndpoint(
                tags.path(Tags.SERVICE).asText(),
                address.isEmpty() ? networking.path("address").asText("") : address,
                inbound.path("port").asInt(),
                tags.path(Tags.INSTANCE).asText("")));
      }
    }
    return List.copyOf(endpoints);
  }

  @Override
  public int compareTo(MeshEndpoint other) {
    return ORDER.compare(this, other);
  }
}
