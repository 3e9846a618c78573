package io.higuma.sandbox.memory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One change of one object.
 *
 * @param version what it made the cluster's version
 * @param type {@code ADDED}, {@code MODIFIED} or {@code DELETED}
 * @param path of the object
 * @param object as it is since, or was before it was deleted
 */
record Change(long version, String type, ResourcePath path, ObjectNode object) {

  /** As a watch tells it. */
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
