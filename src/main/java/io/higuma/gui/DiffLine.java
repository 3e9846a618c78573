package io.higuma.gui;

import java.util.List;

/**
 * A line of a unified diff.
 *
 * @param kind {@code added}, {@code removed}, {@code place} or {@code same}
 * @param text the line with its first character, which shows the kind without colours
 */
public record DiffLine(String kind, String text) {
  /** The names of the files, which are not shown. */
  private static final int HEADER_LINES = 2;

  /** The lines of a diff; none if it is empty. */
  static List<DiffLine> of(String diff) {
    return diff.lines().skip(HEADER_LINES).map(line -> new DiffLine(kind(line), line)).toList();
  }

  private static String kind(String line) {
    return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case '+' -> "added";
      case '-' -> "removed";
      case '@' -> "place";
      default -> "same";
    };
  }
}
