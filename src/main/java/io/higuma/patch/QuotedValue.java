package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;

/** A value of a user as messages show it: short, and free of control characters. */
final class QuotedValue {
  private static final int MAX_LENGTH = 80;

  private QuotedValue() {}

  /** A text, shortened; what cannot be written as UTF-8 is replaced. */
  static String quote(String text) {
    var clean = new StringBuilder();
    for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
      if (clean.length() >= MAX_LENGTH) {
        return clean.append('…').toString();
      }
      int point = text.codePointAt(at);
      boolean lone = Character.getType(point) == Character.SURROGATE;
      clean.appendCodePoint(lone ? '\uFFFD' : Character.isISOControl(point) ? ' ' : point);
    }
    return clean.toString();
  }

  /** Whether a text can be written as UTF-8: it has no half of a surrogate pair. */
  static boolean isWellFormed(String text) {
    return text.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE);
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
