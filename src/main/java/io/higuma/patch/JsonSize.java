package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How large a JSON value is.
 *
 * @param characters of its text, about
 * @param depth of its nesting; 0 for a scalar
 */
record JsonSize(long characters, int depth) {

  static JsonSize of(JsonNode node) {
    long characters = 2;
    int depth = 0;
    switch (node.getNodeType()) {
      case OBJECT -> {
        for (var member : node.properties()) {
          var extent = of(member.getValue());
          characters += extent.characters() + member.getKey().length() + 4;
          depth = Math.max(depth, extent.depth() + 1);
        }
      }
      case ARRAY -> {
        for (var element : node) {
          var extent = of(element);
          characters += extent.characters() + 1;
          depth = Math.max(depth, extent.depth() + 1);
        }
      }
      case STRING -> characters += node.textValue().length();
      case BOOLEAN, NULL, NUMBER, BINARY, MISSING, POJO -> characters += node.asText().length();
    }
    return new JsonSize(characters, depth);
  }
}
