package io.higuma.cli.documents;

/**
 * The lines of a text as YAML counts them.
 *
 * @param text the text
 */
record Lines(String text) {
  private static final String BREAKS = "\n\r\u0085\u2028\u2029";

  private static boolean isBreak(char c) {
    return BREAKS.indexOf(c) >= 0;
  }

  /** Where the line begins that holds a place. */
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

  /** Behind the break of the line that holds a place; the end of the text where it has none. */
  int next(int at) {
    int next = content(at);
    if (text.startsWith("\r\n", next)) {
      return next + 2;
    }
    return Math.min(next + 1, text.length());
  }

  /** Where the line ends that holds a place, without its break. */
  int content(int at) {
    int end = at;
    while (end < text.length() && !isBreak(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Whether the line that ends before a place has a break. */
  boolean isBroken(int at) {
    return at > 0 && isBreak(text.charAt(at - 1));
  }

  /** Where the break before a place begins. */
  int breakBefore(int at) {
    return at > 1 && text.startsWith("\r\n", at - 2) ? at - 2 : at - 1;
  }

  /** How many characters are before a place in its line. */
  int column(int at) {
    return at - start(at);
  }

  /** Whether only white space is before a place in its line. */
  boolean isFirst(int at) {
    int before = at - 1;
    while (before >= 0 && isBlank(text.charAt(before))) {
      before--;
    }
    return before < 0 || isBreak(text.charAt(before));
  }

  /** Whether only white space or a comment follows in the line. */
  boolean isLast(int at) {
    int behind = at;
    while (behind < text.length() && isBlank(text.charAt(behind))) {
      behind++;
    }
    return behind == text.length()
        || isBreak(text.charAt(behind))
        || (behind > at && text.charAt(behind) == '#');
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

  /** How deep the line that begins here is indented. */
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

  /** Behind white space, line breaks and comments. */
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
