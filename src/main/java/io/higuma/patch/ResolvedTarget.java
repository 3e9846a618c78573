package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Target of a new value, as the strict pointer that RFC 6902 requires.
 *
 * @param path the pointer, with indexes as plain numbers or {@code -}
 * @param parents missing parents that must be added first
 */
record ResolvedTarget(String path, List<Parent> parents) {

  /** An object or list to add at this path. */
  record Parent(String path, JsonNode node) {}

  /** Resolves the target of a new value whose parents exist. */
  static Parsed<ResolvedTarget> below(JsonNode document, PatchPointer path) {
    return new Resolver(document, path, false, 0).resolve();
  }

  /**
   * Resolves the target of a new value and creates missing parents, as Kuma does: the parent of a
   * number or {@code -} is a list, any other an object; a list is padded with nulls up to the
   * index.
   *
   * @param remaining remaining characters for the growth of the container
   */
  static Parsed<ResolvedTarget> withParents(JsonNode document, PatchPointer path, long remaining) {
    return new Resolver(document, path, true, remaining).resolve();
  }

  private static <T> Parsed<T> bad(String code, String message) {
    return new Parsed.Bad<>(new Violation("path", code, message));
  }

  private static final class Resolver {
    private static final long NULL_LENGTH = 5;
    private final PatchPointer pointer;
    private final boolean creates;
    private final StringBuilder path = new StringBuilder();
    private final List<Parent> parents = new ArrayList<>();
    private JsonNode node;
    private long remaining;
    private boolean inCreatedNode;

    Resolver(JsonNode document, PatchPointer pointer, boolean creates, long remaining) {
      this.node = document;
      this.pointer = pointer;
      this.creates = creates;
      this.remaining = remaining;
    }

    Parsed<ResolvedTarget> resolve() {
      var segments = pointer.segments();
      if (segments.isEmpty()) {
        return Parsed.good(new ResolvedTarget("", List.of()));
      }
      for (int at = 0; at < segments.size() - 1; at++) {
        var segment = segments.get(at);
        switch (JsonLocation.child(node, segment, pointer.head(at))) {
          case Parsed.Good<JsonLocation.Child>(var child) -> {
            path.append('/').append(JsonPatch.escape(child.key()));
            node = child.value();
          }
          case Parsed.Bad<JsonLocation.Child>(Violation violation) -> {
            if (!creates || !node.isContainerNode()) {
              return new Parsed.Bad<>(violation);
            }
            switch (create(segment, segments.get(at + 1), pointer.head(at + 1))) {
              case Parsed.Good<JsonNode>(JsonNode created) -> node = created;
              case Parsed.Bad<JsonNode>(Violation failure) -> {
                return new Parsed.Bad<>(failure);
              }
            }
          }
        }
      }
      return last(segments.getLast());
    }

    private Parsed<ResolvedTarget> last(String segment) {
      var parent = pointer.head(pointer.segments().size() - 1);
      return switch (node) {
        case ObjectNode _ -> Parsed.good(target(JsonPatch.escape(segment)));
        case ArrayNode _ when segment.equals("-") -> Parsed.good(target(segment));
        case ArrayNode list ->
            JsonLocation.index(segment, list.size() + 1, parent)
                .map(index -> target(String.valueOf(index)));
        case JsonNode scalar -> JsonLocation.notContainer(scalar, parent);
      };
    }

    private ResolvedTarget target(String key) {
      return new ResolvedTarget(path.append('/').append(key).toString(), parents);
    }

    /** Creates the node at {@code segment}; a list if {@code next} is an index. */
    private Parsed<JsonNode> create(String segment, String next, PatchPointer location) {
      OptionalLong nextIndex = PatchPointer.index(next);
      if (nextIndex.orElse(0) < -1) {
        return bad(
            "bad_index",
            "there is no list at " + location + ", so the index " + next + " is not valid");
      }
      var factory = JsonNodeFactory.instance;
      boolean isList = nextIndex.isPresent() || next.equals("-");
      ContainerNode<?> created = isList ? factory.arrayNode() : factory.objectNode();
      if (created instanceof ArrayNode list && !pad(list, nextIndex.orElse(0))) {
        return tooLarge(next);
      }
      return switch (node) {
        case ObjectNode object -> Parsed.good(member(object, segment, created));
        case ArrayNode list -> element(list, segment, created, location);
        case JsonNode scalar -> JsonLocation.notContainer(scalar, location);
      };
    }

    private JsonNode member(ObjectNode object, String key, JsonNode created) {
      path.append('/').append(JsonPatch.escape(key));
      if (inCreatedNode) {
        object.set(key, created);
      } else {
        parents.add(new Parent(path.toString(), created));
      }
      inCreatedNode = true;
      return created;
    }

    private Parsed<JsonNode> element(
        ArrayNode list, String segment, JsonNode created, PatchPointer location) {
      OptionalLong written = PatchPointer.index(segment);
      if (written.isEmpty() || written.getAsLong() < -(list.size() + 1L)) {
        return bad("bad_index", "there is nothing at " + location);
      }
      if (inCreatedNode) {
        // It is already padded up to this index; a negative index means the first element.
        list.add(created);
        path.append('/').append(list.size() - 1);
        return Parsed.good(created);
      }
      long index = Math.max(0, written.getAsLong());
      if ((index - list.size()) * NULL_LENGTH > remaining) {
        return tooLarge(segment);
      }
      for (int at = list.size(); at < index; at++) {
        parents.add(new Parent(path + "/-", NullNode.getInstance()));
        remaining -= NULL_LENGTH;
      }
      path.append('/').append(index);
      parents.add(new Parent(path.toString(), created));
      inCreatedNode = true;
      return Parsed.good(created);
    }

    private boolean pad(ArrayNode list, long length) {
      if (length > remaining / NULL_LENGTH) {
        return false;
      }
      for (int at = 0; at < length; at++) {
        list.addNull();
        remaining -= NULL_LENGTH;
      }
      return true;
    }

    private static Parsed<JsonNode> tooLarge(String index) {
      return bad("too_large", "a list of " + index + " elements makes the container too large");
    }
  }
}
