package io.higuma.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Merge patches as RFC 7396 has them. */
public final class MergePatch {
  private MergePatch() {}

  /** What {@code patch} makes of {@code target}, which stays as it is. */
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

  /** Whether {@code patch} says something about what stands at {@code keys}. */
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
