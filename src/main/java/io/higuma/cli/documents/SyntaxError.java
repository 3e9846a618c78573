package io.higuma.cli.documents;

/** What is wrong with the text of a document, and where in it. */
final class SyntaxError extends Exception {
  private static final long serialVersionUID = 1;
  private final int at;

  /**
   * A fault.
   *
   * @param at characters before it
   */
  SyntaxError(String message, int at) {
    super(message);
    this.at = at;
  }

  /** Characters before it. */
  int at() {
    return at;
  }

  /** What is wrong. */
  String message() {
    return String.valueOf(getMessage());
  }
}
