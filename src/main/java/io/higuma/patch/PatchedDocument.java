package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.CompatibilityFlags;
import io.fabric8.zjsonpatch.JsonPatchException;
import io.higuma.kuma.JsonSize;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import java.util.EnumSet;
import java.util.Optional;

/**
 * Applies operations to a document one by one. Each is translated to strict RFC 6902 operations,
 * which zjsonpatch applies to a copy, so the original is not modified.
 *
 * <p>zjsonpatch copies the document for each operation. The cost is bounded by limits on the size
 * and depth of the document and on the total number of characters copied.
 */
final class PatchedDocument {
  /** Maximum size of the document, in characters. */
  static final int MAX_SIZE = 1 << 20;

  /** Maximum nesting depth; a container needs less than 10. */
  static final int MAX_DEPTH = 64;

  private static final long MAX_WORK = 64L * MAX_SIZE;
  private static final EnumSet<CompatibilityFlags> STRICT =
      EnumSet.of(CompatibilityFlags.FORBID_REMOVE_MISSING_OBJECT);

  private JsonNode document;
  private long size;
  private long work;

  PatchedDocument(JsonNode document) {
    this.document = document;
    this.size = JsonSize.of(document).characters();
  }

  /** The current document. */
  JsonNode document() {
    return document;
  }

  /** Applies one operation. Returns a violation if it fails; the document is then undefined. */
  Optional<Violation> apply(ContainerOperation operation) {
    var outcome =
        switch (operation) {
          case ContainerOperation.Add(PatchPointer path, JsonNode value) ->
              grow(path, value)
                  .flatMap(_ -> ResolvedTarget.withParents(document, path, MAX_SIZE - size))
                  .flatMap(target -> put(target, value));
          case ContainerOperation.Replace(PatchPointer path, JsonNode value) ->
              grow(path, value).flatMap(_ -> replace(path, value));
          case ContainerOperation.Remove(PatchPointer path) -> remove(path);
          case ContainerOperation.Move(PatchPointer from, PatchPointer path) ->
              JsonLocation.find(document, from).flatMap(source -> move(from, path, source.value()));
          case ContainerOperation.Copy(PatchPointer from, PatchPointer path) ->
              JsonLocation.find(document, from).flatMap(source -> copy(path, source.value()));
        };
    return switch (outcome) {
      case Parsed.Good<JsonNode> _ -> Optional.empty();
      case Parsed.Bad<JsonNode>(Violation violation) -> Optional.of(violation);
    };
  }

  private Parsed<JsonNode> put(ResolvedTarget target, JsonNode value) {
    var operations = operations();
    for (var parent : target.parents()) {
      size += JsonSize.of(parent.node()).characters();
      operation(operations, "add", parent.path()).set("value", parent.node());
    }
    operation(operations, "add", target.path()).set("value", value);
    return run(operations);
  }

  private Parsed<JsonNode> replace(PatchPointer path, JsonNode value) {
    return JsonLocation.find(document, path)
        .flatMap(
            location -> {
              size -= JsonSize.of(location.value()).characters();
              var operations = operations();
              operation(operations, "replace", location.path()).set("value", value);
              return run(operations);
            });
  }

  private Parsed<JsonNode> remove(PatchPointer path) {
    if (path.isRoot()) {
      return bad("path_not_found", "the container itself cannot be removed");
    }
    return JsonLocation.find(document, path)
        .flatMap(
            location -> {
              size -= JsonSize.of(location.value()).characters();
              var operations = operations();
              operation(operations, "remove", location.path());
              return run(operations);
            });
  }

  /** A removal and an addition: the indexes of the target do not count the source. */
  private Parsed<JsonNode> move(PatchPointer from, PatchPointer path, JsonNode value) {
    return remove(from)
        .flatMap(_ -> grow(path, value))
        .flatMap(_ -> ResolvedTarget.below(document, path))
        .flatMap(target -> put(target, value));
  }

  private Parsed<JsonNode> copy(PatchPointer path, JsonNode value) {
    return grow(path, value)
        .flatMap(_ -> ResolvedTarget.below(document, path))
        .flatMap(target -> put(target, value));
  }

  private Parsed<JsonNode> grow(PatchPointer path, JsonNode value) {
    var valueSize = JsonSize.of(value);
    if (path.segments().size() + valueSize.depth() > MAX_DEPTH) {
      return bad("too_deep", "it would be nested deeper than " + MAX_DEPTH + " levels");
    }
    size += valueSize.characters();
    return size > MAX_SIZE
        ? bad("too_large", "the container would be larger than " + MAX_SIZE + " characters")
        : Parsed.good(document);
  }

  private static ArrayNode operations() {
    return JsonNodeFactory.instance.arrayNode();
  }

  private static ObjectNode operation(ArrayNode operations, String op, String path) {
    return operations.addObject().put("op", op).put("path", path);
  }

  private Parsed<JsonNode> run(ArrayNode operations) {
    work += size;
    if (work > MAX_WORK) {
      return bad("too_large", "there are too many operations for a container of this size");
    }
    try {
      document = io.fabric8.zjsonpatch.JsonPatch.apply(operations, document, STRICT);
      return Parsed.good(document);
    } catch (JsonPatchException | IllegalArgumentException e) {
      return bad("not_applicable", String.valueOf(e.getMessage()));
    }
  }

  private static <T> Parsed<T> bad(String code, String message) {
    return new Parsed.Bad<>(new Violation("path", code, message));
  }
}
