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
 * The tabs between the tokens of a text, which the parser knows nothing of. kubectl allows them
 * behind a token in its line, but not behind the dash of a list, and anywhere within braces and
 * brackets. The parser gets blanks for them.
 */
final class Tabs {
  private static final String CANNOT_INDENT = "a tab cannot indent: use spaces";

  private final Lines lines;
  private final CodePoints places;
  private final StringBuilder blanked;
  private final BitSet found = new BitSet();

  /** Tabs that are good within braces and brackets only, which are known in the end. */
  private final BitSet indenting = new BitSet();

  Tabs(String text) {
    this.lines = new Lines(text);
    this.places = CodePoints.of(text);
    this.blanked = new StringBuilder(text);
  }

  /** The text with blanks for tabs. */
  String text() {
    return blanked.toString();
  }

  /** Notes a tab. */
  void add(int point) {
    int at = places.at(point);
    found.set(at);
    var before = lines.text().substring(lines.start(at), at);
    if (before.chars().allMatch(c -> Character.isWhitespace(c) || c == '-' || c == '?')) {
      indenting.set(at);
    }
  }

  /** Whether tabs were noted since blanks were put in their places. */
  boolean areNew() {
    return !found.isEmpty();
  }

  /** Whether a fault of the text is a tab; it is noted then. */
  boolean stopsAt(YAMLException fault) {
    if (!(fault instanceof MarkedYAMLException marked) || marked.getProblemMark() == null) {
      return false;
    }
    int at = places.at(marked.getProblemMark().getIndex());
    boolean tab = at < blanked.length() && blanked.charAt(at) == '\t';
    if (tab) {
      add(marked.getProblemMark().getIndex());
    }
    return tab;
  }

  /** Puts blanks in the places of the tabs that were noted. */
  void blank() {
    found.stream().forEach(at -> blanked.setCharAt(at, ' '));
    found.clear();
  }

  /**
   * Refuses the first tab that kubectl refuses.
   *
   * @param root what the text holds, if it can be read
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
