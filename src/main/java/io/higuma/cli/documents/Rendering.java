package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.higuma.cli.documents.TextNode.Mapping;
import io.higuma.cli.documents.TextNode.Sequence;
import java.util.List;

/** Renders new values in the style of the document they are inserted into. */
final class Rendering {
  private final boolean json;
  private final boolean multiLine;
  private final boolean indentsSequences;
  private final String lineBreak;
  private final String unit;
  private final String colon;
  private final String comma;

  /**
   * Detects the style of a document.
   *
   * @param json whether it is JSON
   */
  Rendering(Lines lines, TextNode root, boolean json) {
    this.json = json;
    this.indentsSequences = indentsSequences(root, lines);
    this.lineBreak = lines.lineBreak();
    var text = lines.text();
    var multiLine = false;
    var unit = "  ";
    var colon = ": ";
    var comma = ", ";
    if (json && root instanceof Mapping mapping && !mapping.entries().isEmpty()) {
      var key = mapping.entries().getFirst().key();
      if (lines.isFirst(key.start()) && lines.start(key.start()) > mapping.open()) {
        unit = text.substring(lines.start(key.start()), key.start());
        multiLine = true;
      }
      colon = afterMark(text, key.end(), ':');
      if (mapping.entries().size() > 1) {
        comma = afterMark(text, mapping.entries().getFirst().end(), ',');
      } else {
        comma = colon.length() > 1 ? ", " : ",";
      }
    }
    this.multiLine = multiLine;
    this.unit = unit;
    this.colon = colon;
    this.comma = comma;
  }

  private static String afterMark(String text, int from, char mark) {
    int at = text.indexOf(mark, from);
    return at >= 0 && at + 1 < text.length() && Character.isWhitespace(text.charAt(at + 1))
        ? mark + " "
        : String.valueOf(mark);
  }

  private static boolean indentsSequences(TextNode node, Lines lines) {
    if (!(node instanceof Mapping mapping)) {
      return false;
    }
    for (var entry : mapping.entries()) {
      if (entry.value() instanceof Sequence sequence && !sequence.flow()) {
        return lines.column(sequence.open()) > lines.column(entry.key().start());
      }
      if (indentsSequences(entry.value(), lines)) {
        return true;
      }
    }
    return false;
  }

  /** The separator of two values on one line. */
  String comma() {
    return comma;
  }

  /** Whether this is multi-line JSON. */
  boolean isMultiLine() {
    return multiLine;
  }

  String lineBreak() {
    return lineBreak;
  }

  /** The lines of an entry of a block mapping. */
  List<String> blockEntry(String key, JsonNode value) {
    return YamlWriter.lines(
        JsonNodeFactory.instance.objectNode().set(key, value), indentsSequences);
  }

  /** The lines of an element of a block list, with its dash. */
  List<String> blockItem(JsonNode value) {
    var array = JsonNodeFactory.instance.arrayNode().add(value);
    var root = indentsSequences ? "  " : "";
    return YamlWriter.lines(array, indentsSequences).stream()
        .map(line -> line.startsWith(root) ? line.substring(root.length()) : line)
        .toList();
  }

  /**
   * An entry of a flow mapping.
   *
   * @param prefix its indentation if it is on a line of its own; else empty
   */
  String flowEntry(String key, JsonNode value, String prefix) {
    return json
        ? quoted(key) + colon + jsonValue(value, prefix)
        : YamlWriter.flow(JsonNodeFactory.instance.objectNode().set(key, value));
  }

  /** A value in flow style, or on the line of its key. */
  String flowValue(JsonNode value, String prefix) {
    return json
        ? jsonValue(value, prefix)
        : YamlWriter.flow(JsonNodeFactory.instance.arrayNode().add(value));
  }

  /** The indentation one level indented than this one. */
  String indented(String prefix) {
    return prefix + unit;
  }

  private String jsonValue(JsonNode value, String prefix) {
    if (!value.isContainerNode() || value.isEmpty()) {
      return value.isTextual() ? JsonText.string(value.textValue()) : value.toString();
    }
    boolean deep = !prefix.isEmpty();
    var inner = deep ? indented(prefix) : "";
    var parts =
        value.isArray()
            ? value.valueStream().map(each -> jsonValue(each, inner)).toList()
            : value
                .propertyStream()
                .map(each -> flowEntry(each.getKey(), each.getValue(), inner))
                .toList();
    var text =
        deep
            ? lineBreak + inner + String.join("," + lineBreak + inner, parts) + lineBreak + prefix
            : String.join(comma, parts);
    return value.isArray() ? "[" + text + "]" : "{" + text + "}";
  }

  /** A text as a value. */
  JsonNode text(String text) {
    return JsonNodeFactory.instance.textNode(text);
  }

  /** A double-quoted text that is valid in YAML and JSON. */
  static String quoted(String text) {
    return JsonText.string(text)
        .replace("\u0085", "\\u0085")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
        .replace("\uFEFF", "\\uFEFF");
  }

  /**
   * A scalar that replaces another, with the same quotes.
   *
   * @param flow whether it is within a flow collection
   */
  String scalar(TextNode.Style style, JsonNode value, boolean flow) {
    if (!value.isTextual() || json) {
      return flowValue(value, "");
    }
    var text = value.textValue();
    return switch (style) {
      case DOUBLE_QUOTED -> quoted(text);
      case SINGLE_QUOTED -> isSimple(text) ? "'" + text.replace("'", "''") + "'" : quoted(text);
      case PLAIN, BLOCK -> flow || text.indexOf('\n') >= 0 ? flowValue(value, "") : plain(value);
    };
  }

  private String plain(JsonNode value) {
    return blockItem(value).getFirst().substring("- ".length());
  }

  private static boolean isSimple(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
