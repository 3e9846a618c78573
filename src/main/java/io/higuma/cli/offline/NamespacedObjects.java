package io.higuma.cli.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Objects that say in which namespace they are. */
final class NamespacedObjects {
  private NamespacedObjects() {}

  /** The object itself where it names one, else a copy in {@code namespace}. */
  static JsonNode in(String namespace, JsonNode object) {
    if (!object.at("/metadata/namespace").asText("").isEmpty()) {
      return object;
    }
    ObjectNode placed = object.deepCopy();
    placed.withObject("/metadata").put("namespace", namespace);
    return placed;
  }
}
