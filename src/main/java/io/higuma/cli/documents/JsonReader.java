package io.higuma.cli.documents;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.higuma.cli.documents.TextNode.Entry;
import io.higuma.cli.documents.TextNode.Mapping;
import io.higuma.cli.documents.TextNode.Scalar;
import io.higuma.cli.documents.TextNode.Sequence;
import io.higuma.cli.documents.TextNode.Style;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads consecutive JSON objects, with the positions of their values. */
final class JsonReader {
  private final JsonParser parser;
  private final String text;
  private int begin;

  private JsonReader(JsonParser parser, String text) {
    this.parser = parser;
    this.text = text;
  }

  /**
   * One object.
   *
   * @param before the preceding white space
   * @param text its text; for the last object with the trailing white space
   * @param root its value; positions are relative to {@code text}
   */
  record Value(String before, String text, TextNode root) {}

  /** The objects of a text; empty if any part is not JSON. */
  static Optional<List<Value>> read(String text) {
    var values = new ArrayList<Value>();
    try (JsonParser parser = JsonText.MAPPER.createParser(text)) {
      var reader = new JsonReader(parser, text);
      int end = 0;
      while (parser.nextToken() != null) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
          return Optional.empty();
        }
        reader.begin = (int) parser.currentTokenLocation().getCharOffset();
        var before = text.substring(end, reader.begin);
        var root = reader.node();
        end = reader.begin + root.end();
        values.add(new Value(before, text.substring(reader.begin, end), root));
      }
      var last = values.removeLast();
      values.add(new Value(last.before(), last.text() + text.substring(end), last.root()));
    } catch (IOException _) {
      return Optional.empty();
    }
    return Optional.of(values);
  }

  private int start() {
    return (int) parser.currentTokenLocation().getCharOffset() - begin;
  }

  private int end() {
    return (int) parser.currentLocation().getCharOffset() - begin;
  }

  private TextNode node() throws IOException {
    int start = start();
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        var entries = new ArrayList<Entry>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          var key = scalar(start(), JsonNodeFactory.instance.textNode(parser.currentName()));
          parser.nextToken();
          entries.add(new Entry(key, node(), false));
        }
        yield new Mapping(start, start, end(), "", true, entries);
      }
      case START_ARRAY -> {
        var items = new ArrayList<TextNode>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(node());
        }
        yield new Sequence(start, start, end(), "", true, items);
      }
      default -> scalar(start, JsonText.MAPPER.readTree(parser));
    };
  }

  /** Finds the end in the text: the parser may have read further, for example past a colon. */
  private Scalar scalar(int start, JsonNode data) {
    int at = begin + start;
    int end = at + 1;
    if (text.charAt(at) == '"') {
      while (text.charAt(end) != '"') {
        end += text.charAt(end) == '\\' ? 2 : 1;
      }
      end++;
    } else {
      while (end < text.length() && ",:]} \t\r\n".indexOf(text.charAt(end)) < 0) {
        end++;
      }
    }
    var style = data.isTextual() ? Style.DOUBLE_QUOTED : Style.PLAIN;
    return new Scalar(start, start, end - begin, "", style, data.asText(), data);
  }
}
