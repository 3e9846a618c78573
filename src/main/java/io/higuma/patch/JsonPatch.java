package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/**
 * A JSON patch (RFC 6902) made of the operations that we know we make; never a difference of whole
 * documents, whose cost grows with the square of a Pod's lists.
 *
 * @param operations in the order in which they are applied
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

    /** Adds what is written down already, as many patches share it. */
    record AddEncoded(String path, EncodedJson value) implements Operation {}

    /** Replaces what is there. */
    record Replace(String path, JsonNode value) implements Operation {}

    /** Removes what is there. */
    record Remove(String path) implements Operation {}

    /** Takes what is at {@code from} away and adds it at {@code path}. */
    record Move(String from, String path) implements Operation {}
  }

  /** Changes nothing. */
  public static final JsonPatch NOTHING = new JsonPatch(List.of());

  /** Whether it changes nothing. */
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

  /** A key as a segment of a JSON pointer (RFC 6901, section 3). */
  public static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
