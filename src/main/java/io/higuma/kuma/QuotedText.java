package io.higuma.kuma;

/** Formats texts from users for messages: shortened, without control characters. */
public final class QuotedText {
  private static final int MAX_LENGTH = 80;

  private QuotedText() {}

  /**
   * The text, with a space for each control character and a replacement character for what UTF-8
   * cannot encode; of a long text the first 80 characters with an ellipsis.
   */
  public static String of(String text) {
    var clean = new StringBuilder();
    for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
      if (clean.length() >= MAX_LENGTH) {
        return clean.append('…').toString();
      }
      int point = text.codePointAt(at);
      boolean isUnpaired = Character.getType(point) == Character.SURROGATE;
      clean.appendCodePoint(isUnpaired ? '\uFFFD' : Character.isISOControl(point) ? ' ' : point);
    }
    return clean.toString();
  }
}
