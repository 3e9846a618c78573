package io.higuma.cli.documents;

/**
 * The lines of a text, with YAML's line breaks.
 *
 * @param text the text
 */
record Lines(String text) {
  private static final String BREAKS = "\n\r\u0085\u2028\u2029";

  private static boolean isBreak(char c) {
    return BREAKS.indexOf(c) >= 0;
  }

  /** Start of the line at an offset. */
  int start(int at) {
    int start = at;
    while (start > 0 && !isStart(start)) {
      start--;
    }
    return start;
  }

  private boolean isStart(int at) {
    char before = text.charAt(at - 1);
    boolean inside = before == '\r' && at < text.length() && text.charAt(at) == '\n';
    return isBreak(before) && !inside;
  }

  /** Start of the next line; the end of the text if there is none. */
  int next(int at) {
    int next = content(at);
    if (text.startsWith("\r\n", next)) {
      return next + 2;
    }
    return Math.min(next + 1, text.length());
  }

  /** End of the line at an offset, before its break. */
  int content(int at) {
    int end = at;
    while (end < text.length() && !isBreak(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Whether a line break ends at an offset. */
  boolean isBroken(int at) {
    return at > 0 && isBreak(text.charAt(at - 1));
  }

  /** Start of the line break that ends at an offset. */
  int breakBefore(int at) {
    return at > 1 && text.startsWith("\r\n", at - 2) ? at - 2 : at - 1;
  }

  /** Number of characters before an offset in its line. */
  int column(int at) {
    return at - start(at);
  }

  /** Whether only white space precedes an offset in its line. */
  boolean isFirst(int at) {
    int before = at - 1;
    while (before >= 0 && isBlank(text.charAt(before))) {
      before--;
    }
    return before < 0 || isBreak(text.charAt(before));
  }

  /** Whether only white space or a comment follows in the line. */
  boolean isLast(int at) {
    int after = at;
    while (after < text.length() && isBlank(text.charAt(after))) {
      after++;
    }
    return after == text.length()
        || isBreak(text.charAt(after))
        || (after > at && text.charAt(after) == '#');
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** Whether the line that begins here is blank. */
  boolean isBlank(int start) {
    return text.substring(start, content(start)).isBlank();
  }

  /** Whether the line that begins here is only a comment. */
  boolean isComment(int start) {
    return text.substring(start, content(start)).stripLeading().startsWith("#");
  }

  /** The indentation of the line that begins here. */
  int indentation(int start) {
    int at = start;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at - start;
  }

  /** The line break of this text. */
  String lineBreak() {
    int first = content(0);
    return first == text.length() ? "\n" : text.substring(first, next(first));
  }

  /** The first offset after white space, line breaks and comments. */
  int content(int from, int to) {
    int at = from;
    while (at < to) {
      char c = text.charAt(at);
      if (c == '#' && (at == 0 || Character.isWhitespace(text.charAt(at - 1)) || isBroken(at))) {
        at = content(at);
      } else if (Character.isWhitespace(c) || isBreak(c)) {
        at++;
      } else {
        return at;
      }
    }
    return to;
  }
}
