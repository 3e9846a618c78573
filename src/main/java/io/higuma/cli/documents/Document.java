package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One document of a stream. {@code head + body} is its original text; the concatenated texts of all
 * documents of a source are the text of the source.
 *
 * @param source the text it was read from
 * @param number its position among the documents with content, from 1; 0 for one without content
 * @param line line number in the source where the body begins, from 1
 * @param head the separator, comments and blank lines before the content
 * @param body the content up to the next separator
 * @param content the parsed body
 */
public record Document(
    Source source, int number, int line, String head, String body, Content content) {

  /** The parsed content of a document. */
  public sealed interface Content {
    /** Nothing: only comments, blank lines or {@code null}. */
    record Nothing() implements Content {}

    /**
     * YAML.
     *
     * @param root the syntax tree with positions
     * @param json the same as data
     */
    record Yaml(TextNode root, JsonNode json) implements Content {}

    /**
     * JSON.
     *
     * @param root the syntax tree with positions
     * @param json the same as data
     */
    record Json(TextNode root, JsonNode json) implements Content {}

    /**
     * Text that is neither YAML nor JSON.
     *
     * @param why the syntax error with its position
     */
    record Unreadable(Violation why) implements Content {}
  }

  /**
   * A text after a change.
   *
   * @param text the text
   * @param notes parts whose formatting could not be kept, with their positions
   */
  public record Rewritten(String text, List<String> notes) {
    /** Copies the list. */
    public Rewritten {
      notes = List.copyOf(notes);
    }
  }

  /** The original text. */
  public String text() {
    return head + body;
  }

  /** The document as data; empty if it has no content or cannot be read. */
  public Optional<JsonNode> json() {
    return switch (content) {
      case Content.Nothing(), Content.Unreadable(Violation _) -> Optional.empty();
      case Content.Yaml(TextNode _, JsonNode json) -> Optional.of(json);
      case Content.Json(TextNode _, JsonNode json) -> Optional.of(json);
    };
  }

  /** The text after a change, in the original format. Unchanged parts keep their text. */
  public Rewritten rewritten(JsonNode after) {
    return switch (content) {
      case Content.Nothing(), Content.Unreadable(Violation _) -> new Rewritten(text(), List.of());
      case Content.Yaml(TextNode root, JsonNode json) ->
          checked(Splice.of(body, root, json, after, false), after);
      case Content.Json(TextNode root, JsonNode json) ->
          checked(Splice.of(body, root, json, after, true), after);
    };
  }

  /** Reads the new text back; if it has other data, writes the whole document from the data. */
  private Rewritten checked(Splice.Spliced spliced, JsonNode after) {
    var notes = new ArrayList<String>();
    if (hasData(spliced.text(), after)) {
      if (!spliced.notes().isEmpty()) {
        var numbers = LineNumbers.of(new Lines(body));
        for (var note : spliced.notes()) {
          notes.add(place() + ", line " + (line + numbers.at(note.at())) + ": " + note.message());
        }
      }
      return new Rewritten(head + spliced.text(), notes);
    }
    notes.add(place() + " is rewritten, without its comments and anchors");
    var open = head.isEmpty() || head.endsWith("\n") ? head : head.stripTrailing() + "\n";
    return new Rewritten(isJson() ? head + json(after) : open + yaml(after), notes);
  }

  private static boolean hasData(String text, JsonNode json) {
    var read =
        DocumentStream.read(new Source("", text)).documents().stream()
            .flatMap(document -> document.json().stream())
            .toList();
    return read.size() == 1 && read.getFirst().equals(Document::compare, json);
  }

  /** Compares numbers by value, regardless of their Java type. */
  private static int compare(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue());
    }
    return one.equals(other) ? 0 : 1;
  }

  /**
   * Restores the empty collections that a Pod had before it was injected. Within blocks injection
   * writes blocks; so one in flow style was there before.
   *
   * @param pointer JSON pointer to the Pod
   * @param pod the Pod without what injection added
   */
  public JsonNode withEmptyCollections(String pointer, JsonNode pod) {
    return content instanceof Content.Yaml(TextNode root, JsonNode json)
        ? new EmptyCollections(root, json).in(pointer, pod)
        : pod;
  }

  /** Whether it is neither valid YAML nor valid JSON. */
  public boolean isUnreadable() {
    return content instanceof Content.Unreadable;
  }

  /** Data as YAML, without a separator. */
  public static String yaml(JsonNode json) {
    return YamlWriter.write(json);
  }

  /** Data as JSON over several lines. */
  public static String json(JsonNode json) {
    return JsonText.pretty(json);
  }

  /** Whether the original text is JSON. */
  public boolean isJson() {
    return content instanceof Content.Json;
  }

  /** Its position for messages: {@code shop.yaml: document 2}. */
  public String place() {
    return source.name() + ": document " + number;
  }
}
