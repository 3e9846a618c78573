package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.api.YamlText;
import io.higuma.cli.documents.Document;
import io.higuma.cli.status.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Formats responses of the config API as text. */
final class ConfigText {
  private ConfigText() {}

  /** Values and their origins, one per line. */
  static String values(JsonNode view) {
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : view.path("origins").properties()) {
      var key = entry.getKey();
      rows.add(
          List.of(ConfigKeys.shortened(key), value(valueOf(view, key)), origin(entry.getValue())));
    }
    return table(rows);
  }

  /** Active overrides, and the values that they replace. */
  static String overridden(JsonNode view) {
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : view.path("overridden").properties()) {
      var below = entry.getValue();
      rows.add(
          List.of(
              ConfigKeys.shortened(entry.getKey()),
              value(below.path("value")) + " -> " + value(valueOf(view, entry.getKey())),
              "instead of " + origin(below.path("origin"))));
    }
    return rows.isEmpty() ? "Nothing is overridden.\n" : table(rows);
  }

  /** The effect of a change. */
  static String change(JsonNode change) {
    var text = new StringBuilder();
    List<List<String>> rows = new ArrayList<>();
    for (var one : change.path("changes")) {
      rows.add(
          List.of(
              ConfigKeys.shortened(one.path("path").asText()),
              value(one.path("before")) + " -> " + value(one.path("after"))));
    }
    text.append(rows.isEmpty() ? "No value changes.\n" : table(rows));
    if (change.has("workloads")) {
      text.append(workloads(change.path("workloads")));
    }
    return text.toString();
  }

  /** The workloads that a change affects. */
  static String workloads(JsonNode workloads) {
    var text = new StringBuilder();
    var changed = workloads.path("changed");
    text.append(
        "%d of %s%d workloads would be rendered differently%s%n"
            .formatted(
                changed.size(),
                workloads.path("complete").asBoolean() ? "" : "at least ",
                workloads.path("examined").asInt(),
                changed.isEmpty() ? "." : ":"));
    for (var one : changed) {
      text.append('\n')
          .append(one.path("namespace").asText())
          .append(' ')
          .append(one.path("owner").asText())
          .append('\n')
          .append(one.path("diff").asText());
    }
    return text.toString();
  }

  /** The last changes; a star marks the active revision. */
  static String history(JsonNode history) {
    long now = history.path("revision").asLong();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("REVISION", "AT", "BY", "VIA", "WHAT"));
    for (var one : history.path("revisions")) {
      long number = one.path("revision").asLong();
      rows.add(
          List.of(
              number + (number == now ? " *" : ""),
              one.path("at").asText(),
              one.path("by").asText(),
              one.path("via").asText(),
              one.path("note").asText()));
    }
    return rows.size() == 1 ? "No changes.\n" : table(rows);
  }

  /** As YAML, in the format of the configuration file. */
  static String yaml(JsonNode node) {
    return YamlText.of(node);
  }

  /** As JSON. */
  static String json(JsonNode node) {
    return Document.json(node);
  }

  private static JsonNode valueOf(JsonNode view, String key) {
    var path = view.path("path").asText();
    var value = view.path("value");
    if (path.isEmpty() || key.startsWith(path + ".")) {
      for (var name : key.substring(path.isEmpty() ? 0 : path.length() + 1).split("\\.", -1)) {
        value = value.path(name);
      }
    }
    return value;
  }

  private static String value(JsonNode value) {
    return value.isTextual() && !value.asText().isEmpty() ? value.asText() : value.toString();
  }

  private static String origin(JsonNode origin) {
    return (origin.path("from").asText() + " " + origin.path("name").asText()).strip();
  }

  private static String table(List<List<String>> rows) {
    return TextTable.lines(rows).stream().collect(Collectors.joining("\n", "", "\n"));
  }
}
