package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cli.documents.YamlReader.BrokenYaml;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.LineBreak;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.serializer.Serializer;

/** Writes YAML that people like to read. */
final class YamlWriter {
  private static final int LONGEST_KEY = 1024;

  private YamlWriter() {}

  /** Writes new data. */
  static String write(JsonNode json) {
    return text(Fresh.node(json), new Style(false, false));
  }

  /**
   * Writes a document after a change, in its own style and with its comments.
   *
   * @param body the text of the document
   * @param old what the text says
   * @param after what the new text says
   */
  static String rewrite(String body, Document.Content.Yaml old, JsonNode after) {
    var style = new Style(indentsSequences(old.root()), body.contains("\r\n"));
    if (!hasAnchors(old.root())) {
      try {
        var text = text(NodeMerge.merge(old.root(), old.json(), after), style);
        for (var candidate : List.of(style.ended(Comments.aboveDashes(text)), text)) {
          if (says(candidate, after)) {
            return candidate;
          }
        }
      } catch (YAMLException _) {
        // Comments in odd places are beyond the emitter: written without them below.
      }
    }
    return text(Fresh.node(after), style);
  }

  private static boolean says(String text, JsonNode json) {
    try {
      return YamlReader.read(text) instanceof Document.Content.Yaml(Node _, JsonNode read)
          && read.equals(YamlWriter::compare, json);
    } catch (BrokenYaml _) {
      return false;
    }
  }

  /** Numbers are the same whatever their Java type. */
  private static int compare(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue());
    }
    return one.equals(other) ? 0 : 1;
  }

  /** Whether a node may be at two places at once, so that it must not be changed at one of them. */
  private static boolean hasAnchors(Node node) {
    if (node.getAnchor() != null) {
      return true;
    }
    return switch (node) {
      case MappingNode mapping ->
          mapping.getValue().stream().anyMatch(entry -> hasAnchors(entry.getValueNode()));
      case SequenceNode sequence -> sequence.getValue().stream().anyMatch(YamlWriter::hasAnchors);
      default -> false;
    };
  }

  /**
   * How a document is laid out.
   *
   * @param indentedSequences whether a list stands deeper than the key it belongs to
   * @param crlf whether lines end as on Windows
   */
  private record Style(boolean indentedSequences, boolean crlf) {
    /** A text with this style's line ends. */
    String ended(String text) {
      return crlf ? text.replace("\n", "\r\n") : text;
    }
  }

  private static boolean indentsSequences(Node node) {
    if (!(node instanceof MappingNode mapping)) {
      return false;
    }
    for (var entry : mapping.getValue()) {
      var value = entry.getValueNode();
      if (value instanceof SequenceNode sequence && sequence.getFlowStyle() == FlowStyle.BLOCK) {
        return sequence.getStartMark().getColumn() > entry.getKeyNode().getStartMark().getColumn();
      }
      if (indentsSequences(value)) {
        return true;
      }
    }
    return false;
  }

  private static String text(Node node, Style style) {
    var options = new DumperOptions();
    options.setDefaultFlowStyle(FlowStyle.BLOCK);
    options.setSplitLines(false);
    options.setWidth(Integer.MAX_VALUE);
    options.setMaxSimpleKeyLength(LONGEST_KEY);
    options.setProcessComments(true);
    options.setLineBreak(style.crlf() ? LineBreak.WIN : LineBreak.UNIX);
    if (style.indentedSequences()) {
      options.setIndicatorIndent(2);
      options.setIndentWithIndicator(true);
    }
    var writer = new StringWriter();
    try {
      var serializer =
          new Serializer(new Emitter(writer, options), KubernetesScalars.resolver(), options, null);
      serializer.open();
      serializer.serialize(node);
      serializer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return writer.toString();
  }
}
