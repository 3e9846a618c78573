package io.higuma.dataplane;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Builds the section {@code networking}: address, inbounds, gateway and listeners. Fields with zero
 * values are omitted.
 */
final class NetworkingSection {
  private NetworkingSection() {}

  static ObjectNode write(Networking networking, String address) {
    ObjectNode section = JsonNodeFactory.instance.objectNode().put("address", address);
    networking.gateway().ifPresent(tags -> putTags(section.putObject("gateway"), tags));
    networking.inbounds().forEach(inbound -> section.withArray("inbound").add(write(inbound)));
    networking
        .listeners()
        .forEach(listener -> section.withArray("listeners").add(write(listener, address)));
    return section;
  }

  private static ObjectNode write(Inbound inbound) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("port", inbound.port());
    if (!inbound.name().isEmpty()) {
      node.put("name", inbound.name());
    }
    node.put("protocol", inbound.protocol());
    putTags(node, inbound.tags());
    ObjectNode health = node.putObject("health");
    if (inbound.state() == Inbound.State.READY) {
      health.put("ready", true);
    } else {
      node.put("state", inbound.state().json());
    }
    return node;
  }

  private static ObjectNode write(Listener listener, String address) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", listener.type().json())
            .put("address", address)
            .put("port", listener.port())
            .put("name", listener.name());
    if (!listener.ready()) {
      node.put("state", Inbound.State.NOT_READY.json());
    }
    return node;
  }

  private static void putTags(ObjectNode node, Map<String, String> tags) {
    if (!tags.isEmpty()) {
      tags.forEach(node.putObject("tags")::put);
    }
  }
}
