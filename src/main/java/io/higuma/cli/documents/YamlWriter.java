package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.LineBreak;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.serializer.Serializer;

/** Writes YAML in block style. */
final class YamlWriter {
  private static final int MAX_KEY_LENGTH = 1024;
  private static final TextCache CACHE = new TextCache();

  private YamlWriter() {}

  /** Writes new data in blocks. */
  static String write(JsonNode json) {
    return write(json, false);
  }

  private static String write(JsonNode json, boolean indentsSequences) {
    return text(NewNodes.node(json), indentsSequences);
  }

  /**
   * The lines of new data in blocks.
   *
   * @param indentsSequences whether a list is indented deeper than its key
   */
  static List<String> lines(JsonNode json, boolean indentsSequences) {
    return CACHE.lines(
        json, indentsSequences, () -> write(json, indentsSequences).lines().toList());
  }

  /** Writes the content of a flow collection on one line, without its braces or brackets. */
  static String flow(JsonNode json) {
    var text = text(NewNodes.flow(json), false).strip();
    return text.substring(1, text.length() - 1);
  }

  private static String text(Node node, boolean indentsSequences) {
    var options = new DumperOptions();
    options.setDefaultFlowStyle(FlowStyle.BLOCK);
    options.setSplitLines(false);
    options.setWidth(Integer.MAX_VALUE);
    options.setMaxSimpleKeyLength(MAX_KEY_LENGTH);
    options.setLineBreak(LineBreak.UNIX);
    if (indentsSequences) {
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
