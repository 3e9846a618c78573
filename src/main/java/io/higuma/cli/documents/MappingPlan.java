package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.documents.Fragment.Change;
import io.higuma.cli.documents.Fragment.Span;
import io.higuma.cli.documents.TextNode.Alias;
import io.higuma.cli.documents.TextNode.Mapping;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Plans the edits of a mapping's entries, including merges. */
final class MappingPlan {
  /** Maps a new member to the member before which it is inserted, if present. */
  private static final Map<String, String> BEFORE =
      Map.of("initContainers", "containers", "metadata", "spec");

  /** Maps a new member to the members after the last of which it is inserted, if present. */
  private static final Map<String, List<String>> AFTER =
      Map.of(
          "metadata", List.of("apiVersion", "kind"),
          "labels", List.of("name", "generateName", "namespace"),
          "annotations", List.of("name", "generateName", "namespace", "labels"));

  private final Mapping mapping;
  private final JsonNode before;
  private final JsonNode after;
  private final MemberMatching members;
  private final List<ObjectNode> merged = new ArrayList<>();
  private final ObjectNode inherited = JsonNodeFactory.instance.objectNode();
  private final Map<Integer, String> edited = new LinkedHashMap<>();
  private final BitSet deleted = new BitSet();
  private final TreeMap<Integer, List<Fragment>> inserted = new TreeMap<>();
  private final List<Integer> expanded = new ArrayList<>();
  private int lastMerge = -1;

  private MappingPlan(Mapping mapping, JsonNode before, JsonNode after) {
    this.mapping = mapping;
    this.before = before;
    this.after = after;
    this.members = MemberMatching.of(mapping, before, after);
  }

  static MappingPlan of(Mapping mapping, JsonNode before, JsonNode after, Anchors anchors) {
    var plan = new MappingPlan(mapping, before, after);
    plan.inherit(anchors);
    plan.entries();
    plan.additions();
    return plan;
  }

  /** The kept entries by index, with their new keys. */
  Map<Integer, String> edited() {
    return edited;
  }

  /** Start of an entry: its key, or the question mark before it. */
  static int start(TextNode.Entry entry, Lines lines) {
    int key = entry.key().start();
    int start = lines.start(key);
    int mark = start + lines.indentation(start);
    boolean explicit =
        lines.text().startsWith("? ", mark) && lines.text().substring(mark + 1, key).isBlank();
    return explicit ? mark : key;
  }

  /** The insertions and deletions. */
  Change change(Lines lines) {
    var spans =
        mapping.entries().stream()
            .map(
                entry ->
                    new Span(
                        mapping.flow() ? entry.key().start() : start(entry, lines), entry.end()))
            .toList();
    return new Change(spans, inserted, deleted);
  }

  /** Offsets of merges that are expanded. */
  List<Integer> expanded() {
    return expanded;
  }

  /** Whether all entries but a merged alias are deleted, so that the alias alone remains. */
  boolean collapses() {
    if (lastMerge < 0 || !inserted.isEmpty() || !edited.isEmpty() || deleted.isEmpty()) {
      return false;
    }
    boolean only = deleted.cardinality() == mapping.entries().size() - 1;
    boolean fromMerge =
        mapping.flow()
            || deleted.stream()
                .anyMatch(
                    i -> before.path(mapping.entries().get(i).key().text()).isContainerNode());
    return only && fromMerge && mapping.entries().get(lastMerge).value() instanceof Alias;
  }

  /** The remaining alias. */
  Alias onlyAlias() {
    return (Alias) mapping.entries().get(lastMerge).value();
  }

  /** If a merge adds members that are not in the new data, all merges are expanded. */
  private void inherit(Anchors anchors) {
    boolean unwanted = false;
    for (int i = 0; i < mapping.entries().size(); i++) {
      var entry = mapping.entries().get(i);
      merged.add(
          entry.merge() ? anchors.merged(entry.value()) : JsonNodeFactory.instance.objectNode());
      if (entry.merge()) {
        lastMerge = i;
        inherited.setAll(merged.get(i));
        unwanted |= merged.get(i).properties().stream().anyMatch(e -> !after.has(e.getKey()));
        unwanted |= isRemoved(entry.value(), anchors);
      }
    }
    if (unwanted) {
      for (int i = 0; i < mapping.entries().size(); i++) {
        if (mapping.entries().get(i).merge()) {
          deleted.set(i);
          expanded.add(mapping.entries().get(i).key().start());
          merged.set(i, JsonNodeFactory.instance.objectNode());
        }
      }
      inherited.removeAll();
    }
  }

  private static boolean isRemoved(TextNode merged, Anchors anchors) {
    return switch (merged) {
      case Alias alias -> anchors.value(alias).isEmpty();
      case TextNode.Sequence sequence ->
          sequence.items().stream().anyMatch(item -> isRemoved(item, anchors));
      case Mapping _, TextNode.Scalar _ -> false;
    };
  }

  private boolean isOverridden(int index, String key) {
    return merged.subList(index + 1, merged.size()).stream().anyMatch(later -> later.has(key));
  }

  private void entries() {
    for (int i = 0; i < mapping.entries().size(); i++) {
      var entry = mapping.entries().get(i);
      if (entry.merge()) {
        continue;
      }
      var key = entry.key().text();
      var newValue = after.get(members.nameOf(key));
      boolean restored =
          newValue != null
              && newValue.equals(inherited.get(key))
              && !newValue.equals(before.get(key));
      if (newValue == null || (restored && !isOverridden(i, key))) {
        deleted.set(i);
      } else if (members.isEffective(i, key) && !isOverridden(i, key)) {
        edited.put(i, members.nameOf(key));
      }
    }
  }

  private void additions() {
    after
        .properties()
        .forEach(
            member -> {
              var key = member.getKey();
              boolean present =
                  edited.containsValue(key) || member.getValue().equals(inherited.get(key));
              if (!present) {
                inserted
                    .computeIfAbsent(index(key), _ -> new ArrayList<>())
                    .add(new Fragment.Entry(key, member.getValue()));
              }
            });
  }

  private int index(String key) {
    var before = BEFORE.get(key);
    var after = AFTER.getOrDefault(key, List.of());
    int index = -1;
    for (int i = 0; i < mapping.entries().size(); i++) {
      var name = mapping.entries().get(i).key().text();
      if (name.equals(before) && i > lastMerge) {
        return i;
      }
      if (after.contains(name)) {
        index = i + 1;
      }
    }
    return index <= lastMerge ? mapping.entries().size() : index;
  }
}
