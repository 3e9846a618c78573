package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

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
     * @param root its nodes, which know comments and quoting
     * @param json the same as data
     */
    record Yaml(Node root, JsonNode json) implements Content {}

    /**
     * JSON.
     *
     * @param json its data
     */
    record Json(JsonNode json) implements Content {}
  }

  /** The text as it was written. */
  public String text() {
    return head + body;
  }

  /** The document as data; empty where it says nothing. */
  public Optional<JsonNode> json() {
    return switch (content) {
      case Content.Nothing() -> Optional.empty();
      case Content.Yaml(Node _, JsonNode json) -> Optional.of(json);
      case Content.Json(JsonNode json) -> Optional.of(json);
    };
  }

  /**
   * The text after a change, in the form it was written in. What did not change keeps its comments
   * and quoting.
   */
  public String rewritten(JsonNode after) {
    return switch (content) {
      case Content.Nothing() -> text();
      case Content.Yaml yaml -> headLines() + YamlWriter.rewrite(body, yaml, after);
      case Content.Json(JsonNode _) -> head + JsonText.rewrite(body, after);
    };
  }

  /** A block mapping cannot begin on the separator's own line. */
  private String headLines() {
    return head.isEmpty() || head.endsWith("\n") ? head : head.stripTrailing() + "\n";
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
