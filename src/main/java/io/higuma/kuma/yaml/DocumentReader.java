package io.higuma.kuma.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;

/** Parses the first YAML document into {@link YamlNode}s. */
final class DocumentReader {
  /** Limit of nesting, far above that of any setting. */
  private static final int MAX_DEPTH = 200;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final ParserImpl parser;
  private final Map<String, YamlNode> anchors = new HashMap<>();
  private int depth;

  private DocumentReader(ParserImpl parser) {
    this.parser = parser;
  }

  static KubernetesYaml.Document read(String text) throws YamlSyntaxException {
    Optional<JsonNode> json = json(text);
    if (json.isPresent()) {
      return new KubernetesYaml.Document(json.get(), List.of());
    }
    TabbedText tabbed = new TabbedText(text);
    while (true) {
      TabScanner scanner = new TabScanner(tabbed);
      try {
        return new DocumentReader(new ParserImpl(scanner)).document();
      } catch (ReaderException e) {
        throw new YamlSyntaxException(
            tabbed.lineOf(e.getPosition()), "a control character is not allowed");
      } catch (MarkedYAMLException e) {
        if (!scanner.canContinueAfter(e)) {
          throw syntaxException(e);
        }
      } catch (YAMLException e) {
        throw new YamlSyntaxException(1, String.valueOf(e.getMessage()));
      }
    }
  }

  /** Fast path for JSON: a long text with many tabs is slow to parse as YAML. */
  private static Optional<JsonNode> json(String text) {
    if (text.indexOf('\t') < 0 || !text.stripLeading().startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static YamlSyntaxException syntaxException(MarkedYAMLException e) {
    var mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
    if (mark == null) {
      return new YamlSyntaxException(1, e.getProblem());
    }
    boolean tab = TabScanner.isAtTab(mark);
    return new YamlSyntaxException(
        mark.getLine() + 1, tab ? "a tab cannot indent, only spaces can" : e.getProblem());
  }

  private KubernetesYaml.Document document() throws YamlSyntaxException {
    List<String> warnings = new ArrayList<>();
    parser.getEvent();
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      return new KubernetesYaml.Document(NullNode.getInstance(), warnings);
    }
    parser.getEvent();
    YamlNode root = node();
    parser.getEvent();
    if (hasMore()) {
      warnings.add("only the first of its documents counts");
    }
    JsonNode data = new TreeBuilder(warnings).data(root);
    return new KubernetesYaml.Document(data, warnings);
  }

  /** The text after the first document is not parsed, so it may be invalid YAML. */
  private boolean hasMore() {
    try {
      return !parser.checkEvent(Event.ID.StreamEnd);
    } catch (YAMLException e) {
      return true;
    }
  }

  private YamlNode node() throws YamlSyntaxException {
    Event event = parser.getEvent();
    int line = event.getStartMark().getLine() + 1;
    if (event instanceof AliasEvent alias) {
      YamlNode target = anchors.get(alias.getAnchor());
      if (target == null) {
        throw new YamlSyntaxException(
            line, "there is no anchor '" + alias.getAnchor() + "' above it");
      }
      return new YamlNode.Alias(alias.getAnchor(), target, line);
    }
    if (event instanceof ScalarEvent scalar) {
      return registerAnchor(
          scalar,
          new YamlNode.Scalar(
              scalar.getValue(),
              Objects.requireNonNullElse(nullable(scalar.getTag()), ""),
              scalar.getImplicit().canOmitTagInPlainScalar(),
              line));
    }
    return collection((NodeEvent) event, line);
  }

  private YamlNode collection(NodeEvent event, int line) throws YamlSyntaxException {
    List<YamlNode> items = new ArrayList<>();
    boolean mapping = event instanceof MappingStartEvent;
    // Registered before its items, because they may refer to it, even if only by mistake.
    YamlNode node =
        registerAnchor(
            event,
            mapping ? new YamlNode.Mapping(items, line) : new YamlNode.Sequence(items, line));
    if (++depth > MAX_DEPTH) {
      throw new YamlSyntaxException(line, "nested deeper than " + MAX_DEPTH);
    }
    Event.ID end = mapping ? Event.ID.MappingEnd : Event.ID.SequenceEnd;
    while (!parser.checkEvent(end)) {
      items.add(node());
    }
    parser.getEvent();
    depth--;
    return node;
  }

  private YamlNode registerAnchor(NodeEvent event, YamlNode node) {
    String anchor = nullable(event.getAnchor());
    if (anchor != null) {
      anchors.put(anchor, node);
    }
    return node;
  }

  private static @Nullable String nullable(@Nullable String text) {
    return text;
  }
}
