package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document into nodes. Nodes and not Jackson's tokens, because nodes remember
 * comments, quoting and places.
 */
final class YamlReader {
  private static final int DEEPEST = 200;

  private YamlReader() {}

  /** What is wrong with a YAML text, and where in it. */
  static final class BrokenYaml extends Exception {
    private static final long serialVersionUID = 1;
    private final int line;
    private final int column;

    BrokenYaml(String message, int line, int column) {
      super(message);
      this.line = line;
      this.column = column;
    }

    static BrokenYaml at(Mark mark, String message) {
      return new BrokenYaml(message, mark.getLine(), mark.getColumn());
    }

    /** Lines before it, from 0. */
    int line() {
      return line;
    }

    /** Characters before it in its line, from 0. */
    int column() {
      return column;
    }
  }

  /** Reads a text that holds one document at most. */
  static Document.Content read(String text) throws BrokenYaml {
    Node root;
    try {
      root = compose(text, true);
    } catch (YAMLException | ClassCastException withComments) {
      // The parser's way with comments is younger than the parser: a text that it stumbles over may
      // still be good YAML, and losing its comments is better than refusing it.
      try {
        root = compose(text, false);
      } catch (YAMLException e) {
        throw broken(e);
      }
    }
    if (root == null) {
      return new Document.Content.Nothing();
    }
    JsonNode json = YamlData.of(root);
    return json.isNull() ? new Document.Content.Nothing() : new Document.Content.Yaml(root, json);
  }

  // The composer answers null where there is no document, which its signature does not say.
  @SuppressWarnings("NullAway")
  private static @org.jspecify.annotations.Nullable Node compose(String text, boolean comments) {
    var options = new LoaderOptions();
    options.setProcessComments(comments);
    options.setCodePointLimit(Integer.MAX_VALUE);
    options.setNestingDepthLimit(DEEPEST);
    var parser = new ParserImpl(new StreamReader(text), options);
    return new Composer(parser, KubernetesScalars.resolver(), options).getSingleNode();
  }

  private static BrokenYaml broken(YAMLException e) {
    return switch (e) {
      case MarkedYAMLException marked when marked.getProblemMark() != null ->
          BrokenYaml.at(marked.getProblemMark(), marked.getProblem());
      default -> new BrokenYaml(String.valueOf(e.getMessage()), 0, 0);
    };
  }
}
