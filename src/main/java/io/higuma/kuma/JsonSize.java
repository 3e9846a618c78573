package io.higuma.kuma;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The size of a JSON value.
 *
 * @param characters approximate length of its text
 * @param depth its nesting depth; 0 for a scalar
 */
public record JsonSize(long characters, int depth) {

  /** Measures a value. */
  public static JsonSize of(JsonNode node) {
    long characters = 2;
    int depth = 0;
    switch (node.getNodeType()) {
      case OBJECT -> {
        for (var member : node.properties()) {
          var child = of(member.getValue());
          characters += child.characters() + member.getKey().length() + 4;
          depth = Math.max(depth, child.depth() + 1);
        }
      }
      case ARRAY -> {
        for (var element : node) {
          var child = of(element);
          characters += child.characters() + 1;
          depth = Math.max(depth, child.depth() + 1);
        }
      }
      case STRING -> characters += node.textValue().length();
      case BOOLEAN, NULL, NUMBER, BINARY, MISSING, POJO -> characters += node.asText().length();
    }
    return new JsonSize(characters, depth);
  }
}
