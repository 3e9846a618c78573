package io.higuma.cli.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The default namespace of objects without one. */
final class NamespacedObjects {
  private NamespacedObjects() {}

  /** The namespace of an object, or this one if it has none or an empty one. */
  static String namespace(JsonNode object, String otherwise) {
    var namespace = object.at("/metadata/namespace").asText("");
    return namespace.isEmpty() ? otherwise : namespace;
  }

  /** The object itself if it has a namespace, else a copy in {@code namespace}. */
  static JsonNode in(String namespace, JsonNode object) {
    if (!namespace(object, "").isEmpty()) {
      return object;
    }
    ObjectNode copy = object.deepCopy();
    copy.withObject("/metadata").put("namespace", namespace);
    return copy;
  }
}
