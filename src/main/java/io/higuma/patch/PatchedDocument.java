package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.CompatibilityFlags;
import io.fabric8.zjsonpatch.JsonPatchException;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import java.util.EnumSet;
import java.util.Optional;

/**
 * A document while operations change it one after the other. Each becomes the strict RFC 6902
 * operations that it stands for, which zjsonpatch applies to a copy, so what was given stays as it
 * is.
 *
 * <p>zjsonpatch copies the document each time. What that costs is bounded: the size of the
 * document, its depth, and the characters copied in all.
 */
final class PatchedDocument {
  /** The largest document, in characters. */
  static final int MAX_SIZE = 1 << 20;

  /** The deepest nesting; a container needs less than ten. */
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

  /** The document as it is now. */
  JsonNode document() {
    return document;
  }

  /** Applies one operation; what stands in its way comes back, and the document is spoilt then. */
  Optional<Violation> apply(ContainerOperation operation) {
    var outcome =
        switch (operation) {
          case ContainerOperation.Add(PatchPointer path, JsonNode value) ->
              grow(path, value)
                  .flatMap(_ -> ResolvedTarget.withParents(document, path, MAX_SIZE - size))
                  .flatMap(place -> put(place, value));
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

  private Parsed<JsonNode> put(ResolvedTarget place, JsonNode value) {
    var operations = operations();
    for (var parent : place.parents()) {
      size += JsonSize.of(parent.node()).characters();
      operation(operations, "add", parent.path()).set("value", parent.node());
    }
    operation(operations, "add", place.path()).set("value", value);
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

  /** As a removal and an addition: the indices of the new place count without the old one. */
  private Parsed<JsonNode> move(PatchPointer from, PatchPointer path, JsonNode value) {
    return remove(from)
        .flatMap(_ -> grow(path, value))
        .flatMap(_ -> ResolvedTarget.below(document, path))
        .flatMap(place -> put(place, value));
  }

  private Parsed<JsonNode> copy(PatchPointer path, JsonNode value) {
    return grow(path, value)
        .flatMap(_ -> ResolvedTarget.below(document, path))
        .flatMap(place -> put(place, value));
  }

  private Parsed<JsonNode> grow(PatchPointer path, JsonNode value) {
    var extent = JsonSize.of(value);
    if (path.segments().size() + extent.depth() > MAX_DEPTH) {
      return bad("too_deep", "it would be nested deeper than " + MAX_DEPTH + " levels");
    }
    size += extent.characters();
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
