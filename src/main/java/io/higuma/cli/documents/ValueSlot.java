package io.higuma.cli.documents;

/** The position of a value, which decides the layout of its replacement. */
sealed interface ValueSlot {
  /** In a flow collection, after a dash, or the root: a new value stays on its line. */
  record Inline() implements ValueSlot {}

  /**
   * The value of a key of a block mapping: blocks are written below the key.
   *
   * @param column of the key
   * @param afterColon offset after the colon
   */
  record Below(int column, int afterColon) implements ValueSlot {}
}
