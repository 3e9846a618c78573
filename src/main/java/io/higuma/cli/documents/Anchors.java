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

/** What the anchors of a document stand for after a change of it. */
final class Anchors {
  private final IdentityHashMap<TextNode, JsonNode> meanings = new IdentityHashMap<>();
  private final Set<TextNode> gone = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean changed;

  private Anchors() {}

  /** What they stand for without a change. */
  static Anchors asTheyAre() {
    return new Anchors();
  }

  static Anchors after(TextNode root, JsonNode before, JsonNode after) {
    var anchors = new Anchors();
    anchors.stays(root, before, after);
    return anchors;
  }

  /** Whether an anchor stands for something else than before, or is gone. */
  boolean areChanged() {
    return changed;
  }

  /** What an alias stands for; empty where its anchor is gone. */
  Optional<JsonNode> meaning(Alias alias) {
    return gone.contains(alias.target()) ? Optional.empty() : Optional.of(meaning(alias.target()));
  }

  private JsonNode meaning(TextNode node) {
    return meanings.computeIfAbsent(
        node,
        unchanged -> {
          try {
            return YamlData.of(unchanged).json();
          } catch (SyntaxError e) {
            throw new IllegalStateException("read before", e);
          }
        });
  }

  /** What is merged into a mapping; members of an anchor that is gone are not there. */
  ObjectNode merged(TextNode merged) {
    var members = JsonNodeFactory.instance.objectNode();
    switch (merged) {
      case Alias alias ->
          meaning(alias).ifPresent(json -> json.properties().forEach(e -> put(members, e)));
      case Mapping mapping -> meaning(mapping).properties().forEach(e -> put(members, e));
      case Sequence sequence ->
          sequence.items().reversed().forEach(item -> members.setAll(merged(item)));
      case Scalar _ -> {}
    }
    return members;
  }

  private static void put(ObjectNode into, Map.Entry<String, JsonNode> member) {
    into.set(member.getKey(), member.getValue());
  }

  private void stays(TextNode node, JsonNode before, JsonNode after) {
    if (!node.anchor().isEmpty()) {
      meanings.put(node, after);
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
      var now = after.get(members.nameOf(key));
      if (now == null) {
        goes(entry.value());
      } else if (members.counts(i, key)) {
        stays(entry.value(), before.path(key), now);
      }
    }
  }

  private void elements(Sequence sequence, JsonNode before, JsonNode after) {
    if (!after.isArray()) {
      sequence.items().forEach(this::goes);
      return;
    }
    var alignment = ElementMatching.of(before, after);
    var staying = alignment.staying();
    var left = Collections.<TextNode>newSetFromMap(new IdentityHashMap<>());
    left.addAll(sequence.items());
    for (int i = staying.nextSetBit(0); i >= 0; i = staying.nextSetBit(i + 1)) {
      var item = sequence.items().get(alignment.old(i));
      left.remove(item);
      stays(item, before.get(alignment.old(i)), after.get(i));
    }
    left.forEach(this::goes);
  }

  private void goes(TextNode node) {
    if (!node.anchor().isEmpty()) {
      gone.add(node);
      changed = true;
    }
    switch (node) {
      case Mapping mapping -> mapping.entries().forEach(entry -> goes(entry.value()));
      case Sequence sequence -> sequence.items().forEach(this::goes);
      case Scalar _, Alias _ -> {}
    }
  }
}
