package io.higuma.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/** Factory methods for JSON nodes. */
final class JsonNodes {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private JsonNodes() {}

  static ObjectNode object() {
    return JSON.objectNode();
  }

  static JsonNode text(String value) {
    return JSON.textNode(value);
  }

  static ArrayNode texts(Collection<String> values) {
    var array = JSON.arrayNode(values.size());
    values.forEach(array::add);
    return array;
  }

  static ArrayNode texts(String... values) {
    var array = JSON.arrayNode(values.length);
    for (var value : values) {
      array.add(value);
    }
    return array;
  }

  static ArrayNode array(Collection<? extends JsonNode> values) {
    var array = JSON.arrayNode(values.size());
    values.forEach(array::add);
    return array;
  }

  /** An environment variable with a {@code fieldRef} to a field of the Pod. */
  static ObjectNode fieldVariable(String name, String fieldPath) {
    var variable = object().put("name", name);
    variable
        .putObject("valueFrom")
        .putObject("fieldRef")
        .put("apiVersion", "v1")
        .put("fieldPath", fieldPath);
    return variable;
  }

  static ObjectNode mount(String volume, String path) {
    return object().put("name", volume).put("mountPath", path);
  }

  static ObjectNode readOnlyMount(String volume, String path) {
    return mount(volume, path).put("readOnly", true);
  }
}
