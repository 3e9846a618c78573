package io.higuma.sandbox.memory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A change of an object.
 *
 * @param version the resource version of the change
 * @param type {@code ADDED}, {@code MODIFIED} or {@code DELETED}
 * @param path of the object
 * @param object the new object, or the deleted one
 */
record Change(long version, String type, ResourcePath path, ObjectNode object) {

  /** The watch event. */
  ObjectNode event() {
    var event = JsonNodeFactory.instance.objectNode().put("type", type);
    event.set("object", object);
    return event;
  }

  String namespace() {
    return object.path("metadata").path("namespace").asText("");
  }

  String name() {
    return object.path("metadata").path("name").asText("");
  }
}
