package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.documents.TextNode.Alias;
import io.higuma.cli.documents.TextNode.Mapping;
import io.higuma.cli.documents.TextNode.Scalar;
import io.higuma.cli.documents.TextNode.Sequence;
import java.util.ArrayList;

/** Replaces whole values in a text. */
record Values(Lines lines, Rendering rendering, TextEdits edits) {
  private static final int INDENTATION = 2;

  /** Replaces a value. */
  void replace(TextNode node, JsonNode after, ValueSlot slot) {
    boolean below = after.isContainerNode() && !after.isEmpty();
    switch (slot) {
      case ValueSlot.Below(int column, int afterColon) when below ->
          below(node, after, column, afterColon);
      case ValueSlot.Below(int _, int afterColon) when isBlock(node) -> {
        edits.insert(afterColon, " " + rendering.flowValue(after, ""));
        deleteLines(node);
      }
      case ValueSlot.Inline _, ValueSlot.Below _ -> inline(node, text(node, after, slot));
    }
  }

  private static boolean isBlock(TextNode node) {
    return switch (node) {
      case Mapping mapping -> !mapping.flow();
      case Sequence sequence -> !sequence.flow();
      case Scalar _, Alias _ -> false;
    };
  }

  private String text(TextNode node, JsonNode after, ValueSlot slot) {
    return switch (node) {
      case Scalar scalar ->
          rendering.scalar(scalar.style(), after, slot instanceof ValueSlot.Inline);
      case Mapping _, Sequence _, Alias _ ->
          rendering.flowValue(after, rendering.isMultiLine() ? outer(node) : "");
    };
  }

  private String outer(TextNode node) {
    int start = lines.start(node.start());
    return lines.text().substring(start, lines.content(start, node.start()));
  }

  private void inline(TextNode node, String text) {
    var gap = node.start() == node.end() ? " " : "";
    edits.replace(node.start(), node.end(), gap + text);
  }

  /** Writes a block below the key of the replaced value. */
  private void below(TextNode node, JsonNode after, int column, int afterColon) {
    var block = new ArrayList<>(rendering.blockEntry("k", after));
    block.removeFirst();
    if (isBlock(node)) {
      deleteLines(node);
    } else {
      edits.delete(afterColon, node.end());
    }
    int at = lines.next(isBlock(node) ? afterColon : node.end());
    new BlockLayout(lines, rendering, edits).insertLines(at, column, block);
  }

  private void deleteLines(TextNode node) {
    int open =
        switch (node) {
          case Mapping mapping -> mapping.open();
          case Sequence sequence -> sequence.open();
          case Scalar _, Alias _ -> node.start();
        };
    new BlockLayout(lines, rendering, edits).deleteLines(open, node.end());
  }

  /** Replaces an alias by a mapping that merges it and adds members. */
  void merge(Alias alias, JsonNode added, ValueSlot slot) {
    var star = "*" + alias.name();
    boolean scalars = added.valueStream().allMatch(JsonNode::isValueNode);
    if (slot instanceof ValueSlot.Below(int column, int afterColon) && !scalars) {
      var block = new ArrayList<String>();
      block.add("<<: " + star);
      ((ObjectNode) added)
          .properties()
          .forEach(e -> block.addAll(rendering.blockEntry(e.getKey(), e.getValue())));
      edits.delete(afterColon, alias.end());
      new BlockLayout(lines, rendering, edits)
          .insertLines(lines.next(alias.end()), column + INDENTATION, block);
      return;
    }
    var text = new StringBuilder("{<<: " + star);
    ((ObjectNode) added)
        .properties()
        .forEach(e -> text.append(", ").append(rendering.flowEntry(e.getKey(), e.getValue(), "")));
    edits.replace(alias.start(), alias.end(), text.append("}").toString());
  }

  /** The reverse of {@link #merge}. */
  void collapse(Mapping mapping, Alias alias, ValueSlot slot) {
    var star = "*" + alias.name();
    if (!mapping.flow() && slot instanceof ValueSlot.Below(int _, int afterColon)) {
      edits.insert(afterColon, " " + star);
      deleteLines(mapping);
    } else {
      edits.replace(mapping.start(), mapping.end(), star);
    }
  }
}
