package io.higuma.cli.documents;

import java.util.List;
import java.util.Map;

/** Writes maps, lists and scalars as JSON in several styles. */
final class StyledJson {
  private StyledJson() {}

  /** JSON: on one line, indented by four, or by a tab. */
  static StringBuilder of(Object value, int style) {
    var text = new StringBuilder();
    append(value, style == 0 ? "" : style == 1 ? "    " : "\t", "\n", text);
    return text;
  }

  private static void append(Object value, String unit, String line, StringBuilder text) {
    var inner = unit.isEmpty() ? "" : line + unit;
    var end = unit.isEmpty() ? "" : line;
    switch (value) {
      case Map<?, ?> map when !map.isEmpty() -> {
        text.append("{");
        map.forEach(
            (key, each) -> {
              text.append(text.charAt(text.length() - 1) == '{' ? "" : ",").append(inner);
              text.append('"').append(key).append("\": ");
              append(each, unit, line + unit, text);
            });
        text.append(end).append("}");
      }
      case Map<?, ?> _ -> text.append("{}");
      case List<?> list -> {
        text.append("[");
        list.forEach(
            each -> {
              text.append(text.charAt(text.length() - 1) == '[' ? "" : ",").append(inner);
              append(each, unit, line + unit, text);
            });
        text.append(end).append("]");
      }
      case String string ->
          text.append('"').append(string.replace("\"", "\\\"").replace("\n", "\\n")).append('"');
      default -> text.append(value);
    }
  }
}
