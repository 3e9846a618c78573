package io.higuma.cli.documents;

/** Where a value is. */
sealed interface ValueSlot {
  /** In braces or brackets, behind a dash, or the root: a new value stays on its line. */
  record Inline() implements ValueSlot {}

  /**
   * The value of a key of a block mapping: blocks go below the key.
   *
   * @param column of the key
   * @param behind the place behind the colon
   */
  record Below(int column, int behind) implements ValueSlot {}
}
