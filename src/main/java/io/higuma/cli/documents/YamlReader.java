package io.higuma.cli.documents;

import io.higuma.cli.documents.TextNode.Alias;
import io.higuma.cli.documents.TextNode.Entry;
import io.higuma.cli.documents.TextNode.Mapping;
import io.higuma.cli.documents.TextNode.Scalar;
import io.higuma.cli.documents.TextNode.Sequence;
import io.higuma.cli.documents.TextNode.Style;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.ScannerImpl;

/**
 * Reads one YAML document with the positions of its values. Uses the parser's events, not its
 * nodes, because nodes do not have the positions of aliases.
 */
final class YamlReader {
  private static final int MAX_DEPTH = 200;

  private final String text;
  private final CodePoints offsets;
  private final Parser parser;
  private final Map<String, TextNode> anchors = new HashMap<>();
  private int depth;

  private YamlReader(String text, Parser parser) {
    this.text = text;
    this.offsets = CodePoints.of(text);
    this.parser = parser;
  }

  /**
   * Reads a text with at most one document.
   *
   * @return its root; empty if it has no content
   */
  static Optional<TextNode> read(String text) throws SyntaxError {
    var tabs = new Tabs(text);
    while (true) {
      try {
        var root = readOnce(tabs);
        if (!tabs.areNew()) {
          tabs.check(root);
          return root;
        }
      } catch (YAMLException e) {
        if (!tabs.areNew() && !tabs.stopsAt(e)) {
          tabs.check(Optional.empty());
          throw syntaxError(e, text);
        }
      } catch (SyntaxError e) {
        if (!tabs.areNew()) {
          tabs.check(Optional.empty());
          throw e;
        }
      }
      tabs.blank();
    }
  }

  private static SyntaxError syntaxError(YAMLException e, String text) {
    return switch (e) {
      case MarkedYAMLException marked when marked.getProblemMark() != null ->
          new SyntaxError(
              marked.getProblem(), CodePoints.of(text).at(marked.getProblemMark().getIndex()));
      default -> new SyntaxError(String.valueOf(e.getMessage()), 0);
    };
  }

  private static Optional<TextNode> readOnce(Tabs tabs) throws SyntaxError {
    var options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    var source = new StreamReader(tabs.text());
    var scanner = new TabScanner(new ScannerImpl(source, options), source, tabs);
    return new YamlReader(tabs.text(), new ParserImpl(scanner)).document();
  }

  private Optional<TextNode> document() throws SyntaxError {
    parser.getEvent();
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      return Optional.empty();
    }
    parser.getEvent();
    var root = node();
    parser.getEvent();
    if (!parser.checkEvent(Event.ID.StreamEnd)) {
      int at = offsets.at(parser.peekEvent().getStartMark().getIndex());
      throw new SyntaxError("expected the end of the document", at);
    }
    return Optional.of(root);
  }

  private TextNode node() throws SyntaxError {
    var event = parser.getEvent();
    int start = offsets.at(event.getStartMark().getIndex());
    if (++depth > MAX_DEPTH) {
      throw new SyntaxError("deeper than " + MAX_DEPTH + " levels", start);
    }
    var node =
        switch (event) {
          case AliasEvent alias -> alias(alias, start);
          case ScalarEvent scalar -> scalar(scalar, start);
          case SequenceStartEvent sequence -> sequence(sequence, start);
          case MappingStartEvent mapping -> mapping(mapping, start);
          default -> throw new SyntaxError("expected a value", start);
        };
    depth--;
    if (!node.anchor().isEmpty()) {
      anchors.put(node.anchor(), node);
    }
    return node;
  }

  private Alias alias(AliasEvent event, int start) throws SyntaxError {
    var name = event.getAnchor();
    var target = anchors.get(name);
    if (target == null) {
      throw new SyntaxError(
          "no anchor &" + name + " is above this alias, or it contains it", start);
    }
    return new Alias(start, offsets.at(event.getEndMark().getIndex()), name, target);
  }

  private Scalar scalar(ScalarEvent event, int start) throws SyntaxError {
    int open = afterProperties(start);
    int end = offsets.at(event.getEndMark().getIndex());
    var style = style(event.getScalarStyle());
    if (style == Style.BLOCK) {
      end = endOfBlock(open, end);
    }
    var value = event.getValue();
    return new Scalar(
        start,
        Math.min(open, end),
        end,
        anchor(event),
        style,
        value,
        YamlScalars.data(value, tag(event), start));
  }

  private static Tag tag(ScalarEvent event) {
    var tag = event.getTag();
    return tag == null || tag.equals("!")
        ? KubernetesScalars.resolver()
            .resolve(NodeId.scalar, event.getValue(), event.getImplicit().canOmitTagInPlainScalar())
        : new Tag(tag);
  }

  private static Style style(ScalarStyle style) {
    return switch (style) {
      case PLAIN, JSON_SCALAR_STYLE -> Style.PLAIN;
      case SINGLE_QUOTED -> Style.SINGLE_QUOTED;
      case DOUBLE_QUOTED -> Style.DOUBLE_QUOTED;
      case LITERAL, FOLDED -> Style.BLOCK;
    };
  }

  /** The scanner reads past a block to the next token. Blank lines count with {@code +} only. */
  private int endOfBlock(int open, int end) {
    var lines = new Lines(text);
    var header = text.substring(open, Math.min(lines.content(open), end));
    int comment = header.indexOf(" #");
    if ((comment < 0 ? header : header.substring(0, comment)).indexOf('+') >= 0) {
      int start = lines.start(end);
      return text.substring(start, end).isBlank() && start > open && start < text.length()
          ? lines.breakBefore(start)
          : end;
    }
    int last = end;
    while (last > open && Character.isWhitespace(text.charAt(last - 1))) {
      last--;
    }
    return last;
  }

  private Sequence sequence(SequenceStartEvent event, int start) throws SyntaxError {
    var items = new ArrayList<TextNode>();
    int open = afterProperties(start);
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      items.add(node());
    }
    int end = offsets.at(parser.getEvent().getEndMark().getIndex());
    boolean flow = event.isFlow();
    if (!flow && !items.isEmpty()) {
      end = Math.max(items.getLast().end(), open + 1);
    }
    return new Sequence(start, open, end, anchor(event), flow, items);
  }

  private Mapping mapping(MappingStartEvent event, int start) throws SyntaxError {
    var entries = new ArrayList<Entry>();
    int open = afterProperties(start);
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      int plain = offsets.at(parser.peekEvent().getStartMark().getIndex());
      if (!(node() instanceof Scalar key)) {
        throw new SyntaxError("a key must be a plain text", plain);
      }
      boolean merge = key.style() == Style.PLAIN && key.text().equals("<<");
      entries.add(new Entry(key, node(), merge));
    }
    int end = offsets.at(parser.getEvent().getEndMark().getIndex());
    boolean flow = event.isFlow();
    if (!flow && !entries.isEmpty()) {
      end = entries.getLast().end();
    }
    return new Mapping(start, open, end, anchor(event), flow, entries);
  }

  /** The offset after anchor and tag. */
  private int afterProperties(int start) {
    var lines = new Lines(text);
    int at = start;
    while (at < text.length() && (text.charAt(at) == '&' || text.charAt(at) == '!')) {
      while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      at = lines.content(at, text.length());
    }
    return at;
  }

  private static String anchor(NodeEvent event) {
    @Nullable String anchor = event.getAnchor();
    return anchor == null ? "" : anchor;
  }
}
