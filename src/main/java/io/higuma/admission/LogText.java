package io.higuma.admission;

import io.higuma.kuma.TextTruncation;

/** Sanitizes user input for logs: one line, truncated to 2000 characters. */
final class LogText {
  private static final int MAX_LENGTH = 2000;

  private LogText() {}

  static String of(String text) {
    var truncated = TextTruncation.withEllipsis(text, MAX_LENGTH);
    for (int i = 0; i < truncated.length(); i++) {
      if (isControl(truncated.charAt(i))) {
        return replaceControls(truncated);
      }
    }
    return truncated;
  }

  private static String replaceControls(String text) {
    var line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      line.append(isControl(text.charAt(i)) ? ' ' : text.charAt(i));
    }
    return line.toString();
  }

  private static boolean isControl(char c) {
    return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
  }
}
