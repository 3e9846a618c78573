package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.documents.TextNode.Alias;
import io.higuma.cli.documents.TextNode.Mapping;
import io.higuma.cli.documents.TextNode.Scalar;
import io.higuma.cli.documents.TextNode.Sequence;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values of a document's anchors after a change. */
final class Anchors {
  private final IdentityHashMap<TextNode, JsonNode> values = new IdentityHashMap<>();
  private final Set<TextNode> removed = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean changed;

  private Anchors() {}

  /** The values without a change. */
  static Anchors unchanged() {
    return new Anchors();
  }

  static Anchors after(TextNode root, JsonNode before, JsonNode after) {
    var anchors = new Anchors();
    anchors.keep(root, before, after);
    return anchors;
  }

  /** Whether the value of an anchor changed, or an anchor is removed. */
  boolean areChanged() {
    return changed;
  }

  /** The value of an alias; empty if its anchor is removed. */
  Optional<JsonNode> value(Alias alias) {
    return removed.contains(alias.target()) ? Optional.empty() : Optional.of(value(alias.target()));
  }

  private JsonNode value(TextNode node) {
    return values.computeIfAbsent(
        node,
        unchanged -> {
          try {
            return YamlData.of(unchanged).json();
          } catch (SyntaxError e) {
            throw new IllegalStateException("was parsed before", e);
          }
        });
  }

  /** The members that a merge adds to a mapping, without those of removed anchors. */
  ObjectNode merged(TextNode merged) {
    var members = JsonNodeFactory.instance.objectNode();
    switch (merged) {
      case Alias alias ->
          value(alias).ifPresent(json -> json.properties().forEach(e -> put(members, e)));
      case Mapping mapping -> value(mapping).properties().forEach(e -> put(members, e));
      case Sequence sequence ->
          sequence.items().reversed().forEach(item -> members.setAll(merged(item)));
      case Scalar _ -> {}
    }
    return members;
  }

  private static void put(ObjectNode into, Map.Entry<String, JsonNode> member) {
    into.set(member.getKey(), member.getValue());
  }

  private void keep(TextNode node, JsonNode before, JsonNode after) {
    if (!node.anchor().isEmpty()) {
      values.put(node, after);
      changed |= !before.equals(after);
    }
    switch (node) {
      case Mapping mapping -> members(mapping, before, after);
      case Sequence sequence -> elements(sequence, before, after);
      case Scalar _, Alias _ -> {}
    }
  }

  private void members(Mapping mapping, JsonNode before, JsonNode after) {
    var members = MemberMatching.of(mapping, before, after);
    for (int i = 0; i < mapping.entries().size(); i++) {
      var entry = mapping.entries().get(i);
      if (entry.merge()) {
        continue;
      }
      var key = entry.key().text();
      var newValue = after.get(members.nameOf(key));
      if (newValue == null) {
        remove(entry.value());
      } else if (members.isEffective(i, key)) {
        keep(entry.value(), before.path(key), newValue);
      }
    }
  }

  private void elements(Sequence sequence, JsonNode before, JsonNode after) {
    if (!after.isArray()) {
      sequence.items().forEach(this::remove);
      return;
    }
    var matching = ElementMatching.of(before, after);
    var kept = matching.kept();
    var left = Collections.<TextNode>newSetFromMap(new IdentityHashMap<>());
    left.addAll(sequence.items());
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      var item = sequence.items().get(matching.old(i));
      left.remove(item);
      keep(item, before.get(matching.old(i)), after.get(i));
    }
    left.forEach(this::remove);
  }

  private void remove(TextNode node) {
    if (!node.anchor().isEmpty()) {
      removed.add(node);
      changed = true;
    }
    switch (node) {
      case Mapping mapping -> mapping.entries().forEach(entry -> remove(entry.value()));
      case Sequence sequence -> sequence.items().forEach(this::remove);
      case Scalar _, Alias _ -> {}
    }
  }
}
