package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A syntax tree node with its position in the text: {@code start} is its first character, anchor
 * and tag included, {@code end} is after its last character. Nodes are compared by identity.
 */
sealed interface TextNode {
  /** Offset of its first character, anchor and tag included. */
  int start();

  /** Offset after its last character. */
  int end();

  /** Its anchor; empty if it has none. */
  String anchor();

  /** The style of a scalar. */
  enum Style {
    PLAIN,
    SINGLE_QUOTED,
    DOUBLE_QUOTED,
    /** A literal or folded block. */
    BLOCK
  }

  /**
   * A scalar.
   *
   * @param open offset of the value after anchor and tag
   * @param text its text value
   * @param data the typed value
   */
  record Scalar(
      int start, int open, int end, String anchor, Style style, String text, JsonNode data)
      implements TextNode {
    /** Whether it has no text, which means null. */
    boolean isUnwritten() {
      return open == end;
    }
  }

  /**
   * A mapping.
   *
   * @param open offset of its brace or first key
   * @param flow whether it is in flow style
   */
  record Mapping(int start, int open, int end, String anchor, boolean flow, List<Entry> entries)
      implements TextNode {}

  /**
   * A key and its value.
   *
   * @param merge whether the key is {@code <<}
   */
  record Entry(Scalar key, TextNode value, boolean merge) {
    int end() {
      return Math.max(key.end(), value.end());
    }
  }

  /**
   * A list.
   *
   * @param open offset of its bracket or first dash
   * @param flow whether it is in flow style
   */
  record Sequence(int start, int open, int end, String anchor, boolean flow, List<TextNode> items)
      implements TextNode {}

  /**
   * An alias.
   *
   * @param name the name after the star
   * @param target the node with the anchor
   */
  record Alias(int start, int end, String name, TextNode target) implements TextNode {
    @Override
    public String anchor() {
      return "";
    }
  }
}
