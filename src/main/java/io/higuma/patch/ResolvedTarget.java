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
 * Where a value goes, in the strict form that RFC 6902 asks for.
 *
 * @param path the pointer, its indices as plain numbers or {@code -}
 * @param parents what must be added before, because the author took it for granted
 */
record ResolvedTarget(String path, List<Parent> parents) {

  /** An object or list to add at this path. */
  record Parent(String path, JsonNode node) {}

  /** Finds the place of a new value below parents that all exist. */
  static Parsed<ResolvedTarget> below(JsonNode document, PatchPointer path) {
    return new Walk(document, path, false, 0).place();
  }

  /**
   * Finds the place of a new value and makes the parents that are missing, as Kuma does: what comes
   * before a number or {@code -} is a list, anything else an object; a list is filled with nulls up
   * to the index.
   *
   * @param room how many characters the container may still grow
   */
  static Parsed<ResolvedTarget> withParents(JsonNode document, PatchPointer path, long room) {
    return new Walk(document, path, true, room).place();
  }

  private static <T> Parsed<T> bad(String code, String message) {
    return new Parsed.Bad<>(new Violation("path", code, message));
  }

  private static final class Walk {
    private static final long NULL_LENGTH = 5;
    private final PatchPointer pointer;
    private final boolean creates;
    private final StringBuilder path = new StringBuilder();
    private final List<Parent> parents = new ArrayList<>();
    private JsonNode node;
    private long room;
    private boolean inOwnNode;

    Walk(JsonNode document, PatchPointer pointer, boolean creates, long room) {
      this.node = document;
      this.pointer = pointer;
      this.creates = creates;
      this.room = room;
    }

    Parsed<ResolvedTarget> place() {
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
              case Parsed.Good<JsonNode>(JsonNode fresh) -> node = fresh;
              case Parsed.Bad<JsonNode>(Violation refused) -> {
                return new Parsed.Bad<>(refused);
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
        case ObjectNode _ -> Parsed.good(ends(JsonPatch.escape(segment)));
        case ArrayNode _ when segment.equals("-") -> Parsed.good(ends(segment));
        case ArrayNode list ->
            JsonLocation.index(segment, list.size() + 1, parent)
                .map(index -> ends(String.valueOf(index)));
        case JsonNode scalar -> JsonLocation.noContainer(scalar, parent);
      };
    }

    private ResolvedTarget ends(String key) {
      return new ResolvedTarget(path.append('/').append(key).toString(), parents);
    }

    /** Makes what {@code segment} should lead to; {@code next} says whether it is a list. */
    private Parsed<JsonNode> create(String segment, String next, PatchPointer where) {
      OptionalLong nextIndex = PatchPointer.index(next);
      if (nextIndex.orElse(0) < -1) {
        return bad(
            "bad_index", "there is no list at " + where + " whose end " + next + " counts from");
      }
      var factory = JsonNodeFactory.instance;
      boolean isList = nextIndex.isPresent() || next.equals("-");
      ContainerNode<?> fresh = isList ? factory.arrayNode() : factory.objectNode();
      if (fresh instanceof ArrayNode list && !pad(list, nextIndex.orElse(0))) {
        return tooLarge(next);
      }
      return switch (node) {
        case ObjectNode object -> Parsed.good(member(object, segment, fresh));
        case ArrayNode list -> element(list, segment, fresh, where);
        case JsonNode scalar -> JsonLocation.noContainer(scalar, where);
      };
    }

    private JsonNode member(ObjectNode object, String key, JsonNode fresh) {
      path.append('/').append(JsonPatch.escape(key));
      if (inOwnNode) {
        object.set(key, fresh);
      } else {
        parents.add(new Parent(path.toString(), fresh));
      }
      inOwnNode = true;
      return fresh;
    }

    private Parsed<JsonNode> element(
        ArrayNode list, String segment, JsonNode fresh, PatchPointer where) {
      OptionalLong written = PatchPointer.index(segment);
      if (written.isEmpty() || written.getAsLong() < -(list.size() + 1L)) {
        return bad("bad_index", "there is nothing at " + where);
      }
      if (inOwnNode) {
        // Its maker has filled it up to this index; a negative one means the first place.
        list.add(fresh);
        path.append('/').append(list.size() - 1);
        return Parsed.good(fresh);
      }
      long index = Math.max(0, written.getAsLong());
      if ((index - list.size()) * NULL_LENGTH > room) {
        return tooLarge(segment);
      }
      for (int at = list.size(); at < index; at++) {
        parents.add(new Parent(path + "/-", NullNode.getInstance()));
        room -= NULL_LENGTH;
      }
      path.append('/').append(index);
      parents.add(new Parent(path.toString(), fresh));
      inOwnNode = true;
      return Parsed.good(fresh);
    }

    private boolean pad(ArrayNode list, long length) {
      if (length > room / NULL_LENGTH) {
        return false;
      }
      for (int at = 0; at < length; at++) {
        list.addNull();
        room -= NULL_LENGTH;
      }
      return true;
    }

    private static Parsed<JsonNode> tooLarge(String index) {
      return bad("too_large", "a list of " + index + " elements makes the container too large");
    }
  }
}
