package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;

/**
 * Location of an existing value, as the strict pointer that RFC 6902 requires.
 *
 * @param path the pointer, with indexes as plain numbers
 * @param value the value at the pointer
 */
record JsonLocation(String path, JsonNode value) {

  /** A member or element with its key or index. */
  record Child(String key, JsonNode value) {}

  /** Resolves a pointer to an existing value. */
  static Parsed<JsonLocation> find(JsonNode document, PatchPointer pointer) {
    var path = new StringBuilder();
    var node = document;
    int at = 0;
    for (var segment : pointer.segments()) {
      switch (child(node, segment, pointer.head(at++))) {
        case Parsed.Good<Child>(Child child) -> {
          path.append('/').append(JsonPatch.escape(child.key()));
          node = child.value();
        }
        case Parsed.Bad<Child>(Violation violation) -> {
          return new Parsed.Bad<>(violation);
        }
      }
    }
    return Parsed.good(new JsonLocation(path.toString(), node));
  }

  /**
   * Resolves one segment of a pointer.
   *
   * @param parent the location of {@code node}, for the message
   */
  static Parsed<Child> child(JsonNode node, String segment, PatchPointer parent) {
    return switch (node) {
      case ObjectNode object -> {
        JsonNode value = object.get(segment);
        yield value == null
            ? notFound(parent + "/" + JsonPatch.escape(segment))
            : Parsed.good(new Child(segment, value));
      }
      case ArrayNode list ->
          index(segment, list.size(), parent)
              .map(index -> new Child(String.valueOf(index), list.get(index)));
      case JsonNode scalar -> notContainer(scalar, parent);
    };
  }

  /** Parses an index below {@code size}; negative indexes count from the end. */
  static Parsed<Integer> index(String segment, int size, PatchPointer parent) {
    var index = PatchPointer.index(segment);
    if (index.isEmpty()) {
      return bad(
          "bad_index",
          "'" + QuotedValue.quote(segment) + "' is not an index of the list at " + parent);
    }
    long absolute = index.getAsLong() < 0 ? index.getAsLong() + size : index.getAsLong();
    return absolute < 0 || absolute >= size
        ? notFound(parent + "/" + segment)
        : Parsed.good((int) absolute);
  }

  static <T> Parsed<T> notContainer(JsonNode scalar, PatchPointer at) {
    return bad(
        "path_not_found",
        at + " is " + QuotedValue.show(scalar) + ", which has no members or elements");
  }

  private static <T> Parsed<T> notFound(String path) {
    return bad("path_not_found", "there is nothing at " + QuotedValue.quote(path));
  }

  private static <T> Parsed<T> bad(String code, String message) {
    return new Parsed.Bad<>(new Violation("path", code, message));
  }
}
