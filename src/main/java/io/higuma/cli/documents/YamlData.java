package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.documents.TextNode.Alias;
import io.higuma.cli.documents.TextNode.Entry;
import io.higuma.cli.documents.TextNode.Mapping;
import io.higuma.cli.documents.TextNode.Scalar;
import io.higuma.cli.documents.TextNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Converts a syntax tree to the data that the API server would get: aliases and merges are
 * resolved, and the last of equal keys wins. A merge overrides keys before it and is overridden by
 * those after it, as in kubectl.
 */
final class YamlData {
  // Limits alias expansion; far above any real manifest.
  private static final int MAX_NODES = 5_000_000;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final List<Note> notes = new ArrayList<>();
  private final IdentityHashMap<TextNode, Boolean> seen = new IdentityHashMap<>();
  private int nodes;

  /**
   * A warning for the author of a document.
   *
   * @param at offset in the text
   */
  record Note(int at, String message) {}

  /** Data and warnings. */
  record Read(JsonNode json, List<Note> notes) {}

  private YamlData() {}

  static Read of(TextNode root) throws SyntaxError {
    var data = new YamlData();
    return new Read(data.data(root), data.notes);
  }

  private JsonNode data(TextNode node) throws SyntaxError {
    if (++nodes > MAX_NODES) {
      throw new SyntaxError("aliases make this document too large", node.start());
    }
    return switch (node) {
      case Scalar scalar -> scalar.data();
      case Alias alias -> data(alias.target());
      case Mapping mapping -> object(mapping);
      case Sequence sequence -> array(sequence);
    };
  }

  private ArrayNode array(Sequence sequence) throws SyntaxError {
    var array = JSON.arrayNode(sequence.items().size());
    for (TextNode item : sequence.items()) {
      array.add(data(item));
    }
    return array;
  }

  private ObjectNode object(Mapping mapping) throws SyntaxError {
    var object = JSON.objectNode();
    var own = new HashMap<String, Repeated>();
    for (Entry entry : mapping.entries()) {
      if (entry.merge()) {
        merge(object, entry.value());
        continue;
      }
      var key = entry.key().text();
      own.merge(key, new Repeated(1, entry.key()), (one, last) -> last.after(one));
      object.set(key, data(entry.value()));
    }
    if (seen.put(mapping, true) == null) {
      own.forEach((key, repeated) -> note(key, repeated));
    }
    return object;
  }

  /** Number of occurrences of a key, and the last of them. */
  private record Repeated(int count, Scalar last) {
    Repeated after(Repeated earlier) {
      return new Repeated(earlier.count + 1, last);
    }
  }

  private void note(String key, Repeated repeated) {
    if (repeated.count() > 1) {
      var times = repeated.count() == 2 ? "twice" : repeated.count() + " times";
      notes.add(
          new Note(
              repeated.last().start(),
              "the key '" + key + "' is there " + times + "; the last counts"));
    }
  }

  /** Earlier elements of a list override later ones. */
  private void merge(ObjectNode into, TextNode merged) throws SyntaxError {
    switch (merged) {
      case Alias alias -> merge(into, alias.target());
      case Mapping mapping -> into.setAll((ObjectNode) data(mapping));
      case Sequence sequence -> {
        for (TextNode item : sequence.items().reversed()) {
          merge(into, item);
        }
      }
      case Scalar scalar ->
          throw new SyntaxError("only a mapping can be merged with '<<'", scalar.start());
    }
  }
}
