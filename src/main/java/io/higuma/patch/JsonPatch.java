package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/**
 * A JSON patch (RFC 6902) built from known operations. It is never computed as a diff of documents:
 * that cost grows with the square of a Pod's lists.
 *
 * @param operations in order of application
 */
public record JsonPatch(List<Operation> operations) {

  /** Copies the list. */
  public JsonPatch {
    operations = List.copyOf(operations);
  }

  /** One operation. */
  public sealed interface Operation {
    /** A JSON pointer. */
    String path();

    /** Adds a member or inserts an element. */
    record Add(String path, JsonNode value) implements Operation {}

    /** Adds a pre-encoded value that many patches share. */
    record AddEncoded(String path, EncodedJson value) implements Operation {}

    /** Replaces the value. */
    record Replace(String path, JsonNode value) implements Operation {}

    /** Removes the value. */
    record Remove(String path) implements Operation {}

    /** Moves the value from {@code from} to {@code path}. */
    record Move(String from, String path) implements Operation {}
  }

  /** The empty patch. */
  public static final JsonPatch NOTHING = new JsonPatch(List.of());

  /** Whether it has no operations. */
  public boolean isEmpty() {
    return operations.isEmpty();
  }

  /** The patch as a JSON array. */
  public ArrayNode toJson() {
    var array = JsonNodeFactory.instance.arrayNode(operations.size());
    for (var operation : operations) {
      var node = array.addObject();
      switch (operation) {
        case Operation.Add(String path, JsonNode value) ->
            node.put("op", "add").put("path", path).set("value", value);
        case Operation.AddEncoded(String path, EncodedJson value) ->
            node.put("op", "add").put("path", path).set("value", value.tree());
        case Operation.Replace(String path, JsonNode value) ->
            node.put("op", "replace").put("path", path).set("value", value);
        case Operation.Remove(String path) -> node.put("op", "remove").put("path", path);
        case Operation.Move(String from, String path) ->
            node.put("op", "move").put("from", from).put("path", path);
      }
    }
    return array;
  }

  /** Escapes a key as a segment of a JSON pointer (RFC 6901, section 3). */
  public static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
