package io.higuma.cli.documents;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.documents.TextNode.Alias;
import io.higuma.cli.documents.TextNode.Mapping;
import io.higuma.cli.documents.TextNode.Scalar;
import io.higuma.cli.documents.TextNode.Sequence;
import java.util.List;
import java.util.Optional;

/**
 * Restores empty collections that a Pod had before injection: those in flow style within a block,
 * and those that a merge adds.
 *
 * @param root the document's syntax tree
 * @param json its data
 */
record EmptyCollections(TextNode root, JsonNode json) {
  private static final List<String> COLLECTIONS =
      List.of(
          "/metadata",
          "/metadata/labels",
          "/metadata/annotations",
          "/spec/volumes",
          "/spec/initContainers");

  JsonNode in(String pointer, JsonNode pod) {
    ObjectNode changed = pod.deepCopy();
    for (var collection : COLLECTIONS) {
      var target = JsonPointer.compile(pointer + collection);
      if (!changed.at(collection).isMissingNode()) {
        continue;
      }
      var original = json.at(target);
      boolean flow = original.isContainerNode() && !isFlow(target.head()) && isFlow(target);
      var restored =
          flow
              ? Optional.<JsonNode>of(
                  original.isArray() ? changed.arrayNode() : changed.objectNode())
              : merged(target);
      var member = JsonPointer.compile(collection);
      restored.ifPresent(empty -> changed.withObject(member.head()).set(name(member), empty));
    }
    return changed;
  }

  /** The empty collection that a merge adds, if any. */
  private Optional<JsonNode> merged(JsonPointer target) {
    return at(root, target.head())
        .filter(Mapping.class::isInstance)
        .map(Mapping.class::cast)
        .flatMap(
            mapping ->
                mapping.entries().stream()
                    .filter(TextNode.Entry::merge)
                    .map(entry -> Anchors.unchanged().merged(entry.value()))
                    .flatMap(merged -> Optional.ofNullable(merged.get(name(target))).stream())
                    .reduce((_, last) -> last))
        .filter(JsonNode::isEmpty)
        .filter(JsonNode::isContainerNode);
  }

  private static String name(JsonPointer target) {
    return target.last().getMatchingProperty();
  }

  private boolean isFlow(JsonPointer pointer) {
    return at(root, pointer)
        .filter(
            node ->
                switch (node) {
                  case Mapping mapping -> mapping.flow();
                  case Sequence sequence -> sequence.flow();
                  case Scalar _, Alias _ -> false;
                })
        .isPresent();
  }

  private static Optional<TextNode> at(TextNode node, JsonPointer pointer) {
    if (pointer.matches()) {
      return Optional.of(node);
    }
    return switch (node) {
      case Alias alias -> at(alias.target(), pointer);
      case Mapping mapping ->
          mapping.entries().stream()
              .filter(entry -> entry.key().text().equals(pointer.getMatchingProperty()))
              .reduce((_, last) -> last)
              .flatMap(entry -> at(entry.value(), pointer.tail()));
      case Sequence sequence ->
          pointer.getMatchingIndex() >= 0 && pointer.getMatchingIndex() < sequence.items().size()
              ? at(sequence.items().get(pointer.getMatchingIndex()), pointer.tail())
              : Optional.empty();
      case Scalar _ -> Optional.empty();
    };
  }
}
