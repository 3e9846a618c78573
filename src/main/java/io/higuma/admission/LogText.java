package io.higuma.admission;

/** Sanitizes user input for logs: one line, truncated to 2000 characters. */
final class LogText {
  private static final int GREATEST_LENGTH = 2000;

  private LogText() {}

  static String of(String text) {
    var cut = text.length() > GREATEST_LENGTH ? text.substring(0, GREATEST_LENGTH) + "…" : text;
    for (int i = 0; i < cut.length(); i++) {
      if (isBreaking(cut.charAt(i))) {
        return withoutBreaks(cut);
      }
    }
    return cut;
  }

  private static String withoutBreaks(String text) {
    var line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      line.append(isBreaking(text.charAt(i)) ? ' ' : text.charAt(i));
    }
    return line.toString();
  }

  private static boolean isBreaking(char c) {
    return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
  }
}
