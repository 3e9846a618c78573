package io.higuma.gui;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;

/** Values of settings as texts, in the format that environment variables have. */
final class SettingText {
  private SettingText() {}

  /** The text of a value: lists as {@code a,b}, maps as {@code a:1,b:2}. */
  static String of(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> value.valueStream().map(JsonNode::asText).collect(Collectors.joining(","));
      case OBJECT ->
          value.properties().stream()
              .map(entry -> entry.getKey() + ":" + entry.getValue().asText())
              .collect(Collectors.joining(","));
      case NULL, MISSING -> "";
      case STRING, NUMBER, BOOLEAN, BINARY, POJO -> value.asText();
    };
  }
}
