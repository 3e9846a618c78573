package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A value of a document and its place in the text: {@code start} is where it begins, its anchor and
 * tag included, {@code end} is behind its last character. Values are told apart by identity.
 */
sealed interface TextNode {
  /** Where it begins, with its anchor and its tag. */
  int start();

  /** Behind its last character. */
  int end();

  /** Its anchor; empty where it has none. */
  String anchor();

  /** How a scalar is written. */
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
   * @param open where it begins behind its anchor and its tag
   * @param text what it says
   * @param data the same with its type
   */
  record Scalar(
      int start, int open, int end, String anchor, Style style, String text, JsonNode data)
      implements TextNode {
    /** Whether nothing is written, which stands for null. */
    boolean isUnwritten() {
      return open == end;
    }
  }

  /**
   * A mapping.
   *
   * @param open its brace, or its first key
   * @param flow whether it is in braces
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
   * @param open its bracket, or its first dash
   * @param flow whether it is in brackets
   */
  record Sequence(int start, int open, int end, String anchor, boolean flow, List<TextNode> items)
      implements TextNode {}

  /**
   * An alias.
   *
   * @param name the name behind the star
   * @param target what the name stands for
   */
  record Alias(int start, int end, String name, TextNode target) implements TextNode {
    @Override
    public String anchor() {
      return "";
    }
  }
}
