package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;

/** A value of a user as messages show it: short, and free of control characters. */
final class Found {
  private static final int MAX_LENGTH = 80;

  private Found() {}

  /** A text, shortened. */
  static String quote(String text) {
    var start = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
    var clean = new StringBuilder(start.length());
    start.chars().forEach(c -> clean.append(c < ' ' || c == 0x7f ? ' ' : (char) c));
    return clean.toString();
  }

  /** A JSON value; objects and lists by their kind only. */
  static String show(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case STRING -> "\"" + quote(node.textValue()) + "\"";
      case NULL, MISSING -> "null";
      case BOOLEAN, NUMBER, BINARY, POJO -> quote(node.asText());
    };
  }
}
