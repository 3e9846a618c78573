package io.higuma.cli.documents;

/** A syntax error of a document, with its offset. */
final class SyntaxError extends Exception {
  private static final long serialVersionUID = 1;
  private final int at;

  /**
   * Creates an error.
   *
   * @param at offset in the text
   */
  SyntaxError(String message, int at) {
    super(message);
    this.at = at;
  }

  /** Offset in the text. */
  int at() {
    return at;
  }

  /** The message, never null. */
  String message() {
    return String.valueOf(getMessage());
  }
}
