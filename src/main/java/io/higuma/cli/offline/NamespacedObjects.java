package io.higuma.cli.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Adds a default namespace to objects. */
final class NamespacedObjects {
  private NamespacedObjects() {}

  /** The object itself if it has a namespace, else a copy in {@code namespace}. */
  static JsonNode in(String namespace, JsonNode object) {
    if (!object.at("/metadata/namespace").asText("").isEmpty()) {
      return object;
    }
    ObjectNode copy = object.deepCopy();
    copy.withObject("/metadata").put("namespace", namespace);
    return copy;
  }
}
