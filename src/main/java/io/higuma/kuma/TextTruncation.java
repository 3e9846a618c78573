package io.higuma.kuma;

/** Shortens texts of unknown length for logs, Events and statuses. */
public final class TextTruncation {
  private static final String ELLIPSIS = "…";

  private TextTruncation() {}

  /** The text if it has at most {@code max} characters; else its beginning with an ellipsis. */
  public static String withEllipsis(String text, int max) {
    return text.length() > max ? beginning(text, max) + ELLIPSIS : text;
  }

  /**
   * The first {@code max} characters ({@code char}), or one fewer if the last would be half of a
   * surrogate pair, which UTF-8 cannot encode.
   */
  public static String beginning(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    boolean splitsPair =
        max > 0 && Character.isSurrogatePair(text.charAt(max - 1), text.charAt(max));
    return text.substring(0, splitsPair ? max - 1 : max);
  }
}
