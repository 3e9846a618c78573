package io.higuma.cli.documents;

import io.higuma.cli.documents.TextNode.Alias;
import io.higuma.cli.documents.TextNode.Mapping;
import io.higuma.cli.documents.TextNode.Scalar;
import io.higuma.cli.documents.TextNode.Sequence;
import java.util.BitSet;
import java.util.Optional;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The tabs between the tokens of a text, which the parser does not support. kubectl allows them
 * after a token in its line, but not after the dash of a list, and anywhere within braces and
 * brackets. The parser gets spaces instead.
 */
final class Tabs {
  private static final String CANNOT_INDENT = "a tab cannot indent: use spaces";

  private final Lines lines;
  private final CodePoints offsets;
  private final StringBuilder blanked;
  private final BitSet found = new BitSet();

  /** Tabs that are valid only within braces and brackets, which are known after parsing. */
  private final BitSet indenting = new BitSet();

  Tabs(String text) {
    this.lines = new Lines(text);
    this.offsets = CodePoints.of(text);
    this.blanked = new StringBuilder(text);
  }

  /** The text with spaces for tabs. */
  String text() {
    return blanked.toString();
  }

  /** Records a tab. */
  void add(int point) {
    int at = offsets.at(point);
    found.set(at);
    var before = lines.text().substring(lines.start(at), at);
    if (before.chars().allMatch(c -> Character.isWhitespace(c) || c == '-' || c == '?')) {
      indenting.set(at);
    }
  }

  /** Whether tabs were recorded since the last replacement. */
  boolean areNew() {
    return !found.isEmpty();
  }

  /** Whether an error is caused by a tab; records the tab if so. */
  boolean stopsAt(YAMLException error) {
    if (!(error instanceof MarkedYAMLException marked) || marked.getProblemMark() == null) {
      return false;
    }
    int at = offsets.at(marked.getProblemMark().getIndex());
    boolean tab = at < blanked.length() && blanked.charAt(at) == '\t';
    if (tab) {
      add(marked.getProblemMark().getIndex());
    }
    return tab;
  }

  /** Replaces the recorded tabs by spaces. */
  void blank() {
    found.stream().forEach(at -> blanked.setCharAt(at, ' '));
    found.clear();
  }

  /**
   * Rejects the first tab that kubectl rejects.
   *
   * @param root the syntax tree, if the text can be parsed
   */
  void check(Optional<TextNode> root) throws SyntaxError {
    if (indenting.isEmpty()) {
      return;
    }
    var flow = new BitSet();
    root.ifPresent(node -> addFlow(node, flow));
    indenting.andNot(flow);
    if (!indenting.isEmpty()) {
      throw new SyntaxError(CANNOT_INDENT, indenting.nextSetBit(0));
    }
  }

  private static void addFlow(TextNode node, BitSet flow) {
    switch (node) {
      case Mapping mapping when mapping.flow() -> flow.set(node.start(), node.end());
      case Sequence sequence when sequence.flow() -> flow.set(node.start(), node.end());
      case Mapping mapping -> mapping.entries().forEach(entry -> addFlow(entry.value(), flow));
      case Sequence sequence -> sequence.items().forEach(item -> addFlow(item, flow));
      case Scalar _, Alias _ -> {}
    }
  }
}
