package io.higuma.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** JSON merge patches (RFC 7396). */
public final class MergePatch {
  private MergePatch() {}

  /** Applies {@code patch} to a copy of {@code target}. */
  public static JsonNode apply(JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode result =
        target instanceof ObjectNode object
            ? object.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : patch.properties()) {
      if (entry.getValue().isNull()) {
        result.remove(entry.getKey());
      } else {
        result.set(entry.getKey(), apply(result.path(entry.getKey()), entry.getValue()));
      }
    }
    return result;
  }

  /** Whether {@code patch} changes the value at {@code keys}. */
  static boolean names(JsonNode patch, List<String> keys) {
    JsonNode node = patch;
    for (String key : keys) {
      if (!node.isObject()) {
        return true;
      }
      if (!node.has(key)) {
        return false;
      }
      node = Objects.requireNonNull(node.get(key));
    }
    return true;
  }
}
