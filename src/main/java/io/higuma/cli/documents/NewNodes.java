package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Creates YAML nodes in block style, with quotes only where they are needed. */
final class NewNodes {
  private NewNodes() {}

  /** In block style. */
  static Node node(JsonNode json) {
    return node(json, FlowStyle.BLOCK);
  }

  /** In flow style. */
  static Node flow(JsonNode json) {
    return node(json, FlowStyle.FLOW);
  }

  private static Node node(JsonNode json, FlowStyle style) {
    return switch (json.getNodeType()) {
      case OBJECT -> mapping(json, style);
      case ARRAY -> sequence(json, style);
      case STRING -> text(json.textValue());
      case BOOLEAN -> plain(Tag.BOOL, json.asText());
      case NUMBER -> plain(isWhole(json) ? Tag.INT : Tag.FLOAT, json.asText());
      case NULL, MISSING -> plain(Tag.NULL, "null");
      case BINARY, POJO -> throw new IllegalArgumentException("no JSON value: " + json);
    };
  }

  private static Node text(String text) {
    return scalar(Tag.STR, text, style(text));
  }

  private static Node mapping(JsonNode json, FlowStyle style) {
    var entries = new ArrayList<NodeTuple>(json.size());
    json.properties()
        .forEach(e -> entries.add(new NodeTuple(text(e.getKey()), node(e.getValue(), style))));
    return new MappingNode(
        Tag.MAP, true, entries, none(), none(), entries.isEmpty() ? FlowStyle.FLOW : style);
  }

  private static Node sequence(JsonNode json, FlowStyle style) {
    var elements = new ArrayList<Node>(json.size());
    json.forEach(element -> elements.add(node(element, style)));
    return new SequenceNode(
        Tag.SEQ, true, elements, none(), none(), elements.isEmpty() ? FlowStyle.FLOW : style);
  }

  private static boolean isWhole(JsonNode json) {
    return ((NumericNode) json).isIntegralNumber();
  }

  private static ScalarStyle style(String text) {
    if (KubernetesScalars.needsQuotes(text) || text.chars().anyMatch(NewNodes::needsEscape)) {
      return ScalarStyle.DOUBLE_QUOTED;
    }
    return text.indexOf('\n') >= 0 ? ScalarStyle.LITERAL : ScalarStyle.PLAIN;
  }

  /** Characters that the emitter does not escape and a reader takes for a line break, or drops. */
  private static boolean needsEscape(int c) {
    return c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0xFEFF;
  }

  private static Node plain(Tag tag, String text) {
    return scalar(tag, text, ScalarStyle.PLAIN);
  }

  private static Node scalar(Tag tag, String text, ScalarStyle style) {
    return new ScalarNode(tag, true, text, none(), none(), style);
  }

  // New nodes have no mark; the library's signatures do not allow null.
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T none() {
    @Nullable T none = null;
    return none;
  }
}
