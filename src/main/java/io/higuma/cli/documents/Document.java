package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One document of a stream. {@code head + body} is its text as it was written; the texts of all
 * documents of a source in order are the text of the source.
 *
 * @param source where it was read
 * @param number its place among the documents that hold something, from 1; 0 for one that holds
 *     nothing
 * @param line the line of the source in which the body begins, from 1
 * @param head the separator, comments and blank lines before the content
 * @param body the content up to the next separator
 * @param content what it says
 */
public record Document(
    Source source, int number, int line, String head, String body, Content content) {

  /** What a document says, and in which form. */
  public sealed interface Content {
    /** Nothing: only comments, blank lines or {@code null}. */
    record Nothing() implements Content {}

    /**
     * YAML.
     *
     * @param root its values with their places
     * @param json the same as data
     */
    record Yaml(TextNode root, JsonNode json) implements Content {}

    /**
     * JSON.
     *
     * @param root its values with their places
     * @param json the same as data
     */
    record Json(TextNode root, JsonNode json) implements Content {}

    /**
     * Something that is neither.
     *
     * @param why what is wrong with it, and where
     */
    record Unreadable(Violation why) implements Content {}
  }

  /**
   * A text after a change.
   *
   * @param text the text
   * @param notes what could not stay as it was, each with its place
   */
  public record Rewritten(String text, List<String> notes) {
    /** Copies the list. */
    public Rewritten {
      notes = List.copyOf(notes);
    }
  }

  /** The text as it was written. */
  public String text() {
    return head + body;
  }

  /** The document as data; empty where it says nothing or cannot be read. */
  public Optional<JsonNode> json() {
    return switch (content) {
      case Content.Nothing(), Content.Unreadable(Violation _) -> Optional.empty();
      case Content.Yaml(TextNode _, JsonNode json) -> Optional.of(json);
      case Content.Json(TextNode _, JsonNode json) -> Optional.of(json);
    };
  }

  /** The text after a change, in the form it was written in. What did not change keeps its text. */
  public Rewritten rewritten(JsonNode after) {
    return switch (content) {
      case Content.Nothing(), Content.Unreadable(Violation _) -> new Rewritten(text(), List.of());
      case Content.Yaml(TextNode root, JsonNode json) ->
          checked(Splice.of(body, root, json, after, false), after);
      case Content.Json(TextNode root, JsonNode json) ->
          checked(Splice.of(body, root, json, after, true), after);
    };
  }

  /** A text that says something else than it should is worse than one that is written anew. */
  private Rewritten checked(Splice.Spliced spliced, JsonNode after) {
    var notes = new ArrayList<String>();
    if (says(spliced.text(), after)) {
      if (!spliced.notes().isEmpty()) {
        var numbers = LineNumbers.of(new Lines(body));
        for (var note : spliced.notes()) {
          notes.add(place() + ", line " + (line + numbers.at(note.at())) + ": " + note.message());
        }
      }
      return new Rewritten(head + spliced.text(), notes);
    }
    notes.add(place() + " is written anew, without its comments and anchors");
    var open = head.isEmpty() || head.endsWith("\n") ? head : head.stripTrailing() + "\n";
    return new Rewritten(isJson() ? head + json(after) : open + yaml(after), notes);
  }

  private static boolean says(String text, JsonNode json) {
    var read =
        DocumentStream.read(new Source("", text)).documents().stream()
            .flatMap(document -> document.json().stream())
            .toList();
    return read.size() == 1 && read.getFirst().equals(Document::compare, json);
  }

  /** Numbers are the same whatever their Java type. */
  private static int compare(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue());
    }
    return one.equals(other) ? 0 : 1;
  }

  /**
   * A Pod with the empty collections that it had before it was injected. Within blocks injection
   * writes blocks; so one in braces or brackets was there before.
   *
   * @param pointer where the Pod is
   * @param pod the Pod without what injection added
   */
  public JsonNode emptied(String pointer, JsonNode pod) {
    return content instanceof Content.Yaml(TextNode root, JsonNode json)
        ? new EmptyCollections(root, json).in(pointer, pod)
        : pod;
  }

  /** Whether it can be read neither as YAML nor as JSON. */
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

  /** Whether it was written as JSON. */
  public boolean isJson() {
    return content instanceof Content.Json;
  }

  /** Where it is, for messages: {@code shop.yaml: document 2}. */
  public String place() {
    return source.name() + ": document " + number;
  }
}
