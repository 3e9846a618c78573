package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.kuma.QuotedText;

/** Formats user-provided values for messages: shortened, without control characters. */
final class QuotedValue {
  private QuotedValue() {}

  /** Shortens a text and replaces characters that cannot be encoded as UTF-8. */
  static String quote(String text) {
    return QuotedText.of(text);
  }

  /** Whether a text can be encoded as UTF-8: it has no unpaired surrogate. */
  static boolean isWellFormed(String text) {
    return text.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE);
  }

  /** Formats a JSON value; objects and lists by type only. */
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
