package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.documents.Fragment.Change;
import io.higuma.cli.documents.Fragment.Span;
import io.higuma.cli.documents.TextNode.Alias;
import io.higuma.cli.documents.TextNode.Mapping;
import io.higuma.cli.documents.TextNode.Scalar;
import io.higuma.cli.documents.TextNode.Sequence;
import io.higuma.cli.documents.YamlData.Note;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;

/**
 * Applies a change of the data to the original text. Only changed values are written; the rest
 * keeps its comments, anchors, quotes and line breaks.
 */
final class Splice {
  private final Lines lines;
  private final Rendering rendering;
  private final Anchors anchors;
  private final TextEdits edits = new TextEdits();
  private final List<Note> notes = new ArrayList<>();
  private final Values values;
  private final boolean openEnd;

  private Splice(Lines lines, Rendering rendering, Anchors anchors, boolean openEnd) {
    this.lines = lines;
    this.rendering = rendering;
    this.anchors = anchors;
    this.openEnd = openEnd;
    this.values = new Values(lines, rendering, edits);
  }

  /**
   * A changed text.
   *
   * @param notes parts whose formatting could not be kept
   */
  record Spliced(String text, List<Note> notes) {}

  /**
   * Returns the text after a change.
   *
   * @param body the original text
   * @param root its syntax tree
   * @param before its data
   * @param after its new data
   * @param json whether it is JSON
   */
  static Spliced of(String body, TextNode root, JsonNode before, JsonNode after, boolean json) {
    var lines = new Lines(body);
    var splice =
        new Splice(
            lines,
            new Rendering(lines, root, json),
            Anchors.after(root, before, after),
            !lines.isBroken(body.length()) && isBlock(last(root)));
    splice.edit(root, before, after, new ValueSlot.Inline());
    return new Spliced(splice.edits.applied(body), splice.notes);
  }

  private static TextNode last(TextNode node) {
    return switch (node) {
      case Mapping mapping when !mapping.entries().isEmpty() ->
          last(mapping.entries().getLast().value());
      case Sequence sequence when !sequence.items().isEmpty() -> last(sequence.items().getLast());
      case Mapping _, Sequence _, Scalar _, Alias _ -> node;
    };
  }

  private static boolean isBlock(TextNode node) {
    return node instanceof Scalar scalar && scalar.style() == TextNode.Style.BLOCK;
  }

  private void edit(TextNode node, JsonNode before, JsonNode after, ValueSlot slot) {
    boolean same = before.equals(after);
    if (same && !anchors.areChanged()) {
      return;
    }
    switch (node) {
      case Alias alias -> alias(alias, after, slot);
      case Mapping mapping when after.isObject() && (mapping.flow() || !after.isEmpty()) ->
          mapping(mapping, before, after, slot);
      case Sequence sequence when after.isArray() && (sequence.flow() || !after.isEmpty()) ->
          sequence(sequence, before, after, slot);
      case Scalar _, Mapping _, Sequence _ -> {
        if (!same) {
          values.replace(node, after, slot);
        }
      }
    }
  }

  /** An alias whose anchor has changed is extended by a merge, or expanded. */
  private void alias(Alias alias, JsonNode after, ValueSlot slot) {
    var value = anchors.value(alias);
    if (value.isPresent() && value.get().equals(after)) {
      return;
    }
    if (value.isPresent() && value.get().isObject() && includes(after, value.get())) {
      var added = after.deepCopy();
      value
          .get()
          .properties()
          .forEach(
              member -> {
                if (member.getValue().equals(after.get(member.getKey()))) {
                  ((ObjectNode) added).remove(member.getKey());
                }
              });
      values.merge(alias, added, slot);
      return;
    }
    notes.add(
        new Note(
            alias.start(),
            "the alias *" + alias.name() + " is written out, as its anchor says something else"));
    values.replace(alias, after, slot);
  }

  private static boolean includes(JsonNode after, JsonNode value) {
    return after.isObject()
        && value.properties().stream().allMatch(member -> after.has(member.getKey()));
  }

  private void mapping(Mapping mapping, JsonNode before, JsonNode after, ValueSlot slot) {
    var plan = MappingPlan.of(mapping, before, after, anchors);
    if (plan.collapses()) {
      values.collapse(mapping, plan.onlyAlias(), slot);
      return;
    }
    for (int i = 0; i < mapping.entries().size(); i++) {
      var entry = mapping.entries().get(i);
      var key = entry.key();
      var name = plan.edited().get(i);
      if (name != null) {
        if (!name.equals(key.text())) {
          edits.replace(
              key.open(),
              key.end(),
              rendering.scalar(key.style(), rendering.text(name), mapping.flow()));
        }
        int afterColon = lines.text().indexOf(':', key.end()) + 1;
        ValueSlot inner =
            mapping.flow()
                ? new ValueSlot.Inline()
                : new ValueSlot.Below(lines.column(MappingPlan.start(entry, lines)), afterColon);
        edit(entry.value(), before.path(key.text()), after.path(name), inner);
      }
    }
    plan.expanded()
        .forEach(
            at -> notes.add(new Note(at, "the merge << is written out, as its anchor says more")));
    change(mapping, plan.change(lines));
  }

  private void change(TextNode node, Change change) {
    if (change.isEmpty()) {
      return;
    }
    switch (node) {
      case Mapping mapping when mapping.flow() ->
          flow().change(mapping.open(), mapping.end() - 1, change);
      case Sequence sequence when sequence.flow() ->
          flow().change(sequence.open(), sequence.end() - 1, change);
      case Mapping _, Sequence _, Scalar _, Alias _ ->
          new BlockLayout(lines, rendering, edits).change(change, openEnd);
    }
  }

  private FlowLayout flow() {
    return new FlowLayout(lines, rendering, edits);
  }

  private void sequence(Sequence sequence, JsonNode before, JsonNode after, ValueSlot slot) {
    var matching = ElementMatching.of(before, after);
    var kept = matching.kept();
    var spans = spans(sequence);
    if (!sequence.flow() && (kept.isEmpty() || !lines.isFirst(spans.getFirst().start()))) {
      values.replace(sequence, after, slot);
      return;
    }
    var deleted = new BitSet();
    deleted.set(0, spans.size());
    var inserted = new TreeMap<Integer, List<Fragment>>();
    int next = spans.size();
    for (int i = after.size() - 1; i >= 0; i--) {
      int old = matching.old(i);
      if (kept.get(i)) {
        deleted.clear(old);
        next = old;
        edit(sequence.items().get(old), before.get(old), after.get(i), new ValueSlot.Inline());
      } else {
        boolean moved = old >= 0 && before.get(old).equals(after.get(i));
        inserted
            .computeIfAbsent(next, _ -> new ArrayList<>())
            .addFirst(moved ? new Fragment.Moved(spans.get(old)) : new Fragment.Item(after.get(i)));
      }
    }
    change(sequence, new Change(spans, inserted, deleted));
  }

  private List<Span> spans(Sequence sequence) {
    var spans = new ArrayList<Span>();
    int from = sequence.open();
    for (var item : sequence.items()) {
      int start = sequence.flow() ? item.start() : lines.content(from, lines.text().length());
      from = Math.max(item.end(), start + 1);
      spans.add(new Span(start, sequence.flow() ? item.end() : from));
    }
    return spans;
  }
}
