package io.higuma.gui;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.kuma.Parsed;
import io.higuma.settings.SettingLeaf;
import io.higuma.settings.SettingsJson;
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

  /**
   * Whether the text of a value is read as the same value. It is not if, for example, an entry of a
   * map contains a comma.
   */
  static boolean isReadAs(SettingLeaf leaf, JsonNode value) {
    return switch (SettingsJson.read(leaf, of(value))) {
      case Parsed.Good<JsonNode>(var read) -> read.equals(value);
      case Parsed.Bad<JsonNode> _ -> false;
    };
  }
}
