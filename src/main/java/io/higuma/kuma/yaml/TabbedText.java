package io.higuma.kuma.yaml;

/** A text in which tabs between tokens can be replaced by spaces, one place after the other. */
final class TabbedText {
  /** Characters that may be read anew: no real text comes near, a hostile one stops there. */
  private static final long MOST_WORK = 5_000_000;

  private final int[] points;
  private long work;

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
   * Whether {@code index} is in the indentation of its line, to which the marks of list items and
   * of long keys belong.
   */
  boolean isIndentation(int index) {
    for (int i = index - 1; i >= 0 && points[i] != '\n'; i--) {
      boolean mark = (points[i] == '-' || points[i] == '?') && isSpace(points[i + 1]);
      if (!mark && !isSpace(points[i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether there is nothing but spaces, tabs and line breaks. */
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

  /** Replaces the tabs from {@code index} to the next other character; false after too much. */
  boolean replaceFrom(int index) {
    work += index;
    for (int i = index; i < points.length && isSpace(points[i]); i++) {
      points[i] = ' ';
    }
    return work < MOST_WORK;
  }

  @Override
  public String toString() {
    return new String(points, 0, points.length);
  }
}
