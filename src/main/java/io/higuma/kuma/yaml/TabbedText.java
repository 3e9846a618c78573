package io.higuma.kuma.yaml;

/** Text in which tabs between tokens are replaced by spaces, step by step. */
final class TabbedText {
  /** Limit of characters that are scanned again: far above any real text, bounds malicious ones. */
  private static final long MAX_SCANNED = 5_000_000;

  private final int[] points;
  private long scanned;

  TabbedText(String text) {
    points = text.codePoints().toArray();
  }

  /** The line of a character, from 1. */
  int lineOf(int index) {
    int line = 1;
    for (int i = 0; i < Math.min(index, points.length); i++) {
      line += points[i] == '\n' ? 1 : 0;
    }
    return line;
  }

  /**
   * Whether {@code index} is in the indentation of its line, including the indicators of list items
   * and complex keys.
   */
  boolean isIndentation(int index) {
    for (int i = index - 1; i >= 0 && points[i] != '\n'; i--) {
      boolean indicator = (points[i] == '-' || points[i] == '?') && isSpace(points[i + 1]);
      if (!indicator && !isSpace(points[i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether the range has only spaces, tabs and line breaks. */
  boolean isBlank(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isSpace(points[i]) && points[i] != '\n' && points[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  private static boolean isSpace(int point) {
    return point == ' ' || point == '\t';
  }

  /**
   * Replaces the tabs from {@code index} to the next other character; false if the limit is
   * exceeded.
   */
  boolean replaceFrom(int index) {
    scanned += index;
    for (int i = index; i < points.length && isSpace(points[i]); i++) {
      points[i] = ' ';
    }
    return scanned < MAX_SCANNED;
  }

  @Override
  public String toString() {
    return new String(points, 0, points.length);
  }
}
