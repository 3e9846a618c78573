package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;

/**
 * Where a value is, in the strict form that RFC 6902 asks for.
 *
 * @param path the pointer, its indices as plain numbers
 * @param value what is there
 */
record JsonLocation(String path, JsonNode value) {

  /** A member or element under its key or index. */
  record Child(String key, JsonNode value) {}

  /** Finds what a pointer leads to. */
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
   * What this segment leads to.
   *
   * @param parent where {@code node} is, for the message
   */
  static Parsed<Child> child(JsonNode node, String segment, PatchPointer parent) {
    return switch (node) {
      case ObjectNode object -> {
        JsonNode value = object.get(segment);
        yield value == null
            ? nothing(parent + "/" + JsonPatch.escape(segment))
            : Parsed.good(new Child(segment, value));
      }
      case ArrayNode list ->
          index(segment, list.size(), parent)
              .map(index -> new Child(String.valueOf(index), list.get(index)));
      case JsonNode scalar -> noContainer(scalar, parent);
    };
  }

  /** An index below {@code size}; negative ones count from the end. */
  static Parsed<Integer> index(String segment, int size, PatchPointer parent) {
    var index = PatchPointer.index(segment);
    if (index.isEmpty()) {
      return bad(
          "bad_index", "'" + QuotedValue.quote(segment) + "' is no index of the list at " + parent);
    }
    long counted = index.getAsLong() < 0 ? index.getAsLong() + size : index.getAsLong();
    return counted < 0 || counted >= size
        ? nothing(parent + "/" + segment)
        : Parsed.good((int) counted);
  }

  static <T> Parsed<T> noContainer(JsonNode scalar, PatchPointer at) {
    return bad(
        "path_not_found",
        at + " is " + QuotedValue.show(scalar) + ", which has no members or elements");
  }

  private static <T> Parsed<T> nothing(String path) {
    return bad("path_not_found", "there is nothing at " + QuotedValue.quote(path));
  }

  private static <T> Parsed<T> bad(String code, String message) {
    return new Parsed.Bad<>(new Violation("path", code, message));
  }
}
