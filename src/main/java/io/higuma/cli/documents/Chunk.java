package io.higuma.cli.documents;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of one document between separators. Separators are recognised line by line: YAML forbids
 * such a line everywhere else, also in quoted and block scalars.
 *
 * @param head the separator, comments and blank lines before the content
 * @param body the content
 * @param line line number of the body, from 1
 */
record Chunk(String head, String body, int line) {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** Splits a text; the concatenated heads and bodies are the text. */
  static List<Chunk> split(String text) {
    var chunks = new ArrayList<Chunk>();
    var head = new StringBuilder();
    var body = new StringBuilder();
    boolean separated = false;
    int number = 0;
    int bodyLine = 1;
    int end;
    for (int start = 0; start < text.length(); start = end) {
      end = text.indexOf('\n', start) + 1;
      end = end == 0 ? text.length() : end;
      var line = text.substring(start, end);
      number++;
      if (isMarker(line, "---") || isMarker(line, "...")) {
        if (!body.isEmpty() || separated) {
          chunks.add(new Chunk(head.toString(), body.toString(), bodyLine));
          head.setLength(0);
          body.setLength(0);
        }
        separated = line.startsWith("---");
        bodyLine = number + 1;
        int content = contentOfMarkerLine(line);
        head.append(line, 0, content);
        if (content < line.length()) {
          body.append(line, content, line.length());
          bodyLine = number;
        }
      } else if (body.isEmpty() && isBlankOrComment(line)) {
        head.append(line);
        bodyLine = number + 1;
      } else {
        int mark = body.isEmpty() && line.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
        head.append(line, 0, mark);
        body.append(line, mark, line.length());
      }
    }
    if (!head.isEmpty() || !body.isEmpty()) {
      chunks.add(new Chunk(head.toString(), body.toString(), bodyLine));
    }
    return chunks;
  }

  private static boolean isMarker(String line, String marker) {
    return line.startsWith(marker)
        && (line.length() == marker.length()
            || Character.isWhitespace(line.charAt(marker.length())));
  }

  /** Start of the content on the separator's line; the end of the line if there is none. */
  private static int contentOfMarkerLine(String line) {
    int first = 3;
    while (first < line.length() && Character.isWhitespace(line.charAt(first))) {
      first++;
    }
    return first == line.length() || line.charAt(first) == '#' ? line.length() : first;
  }

  private static boolean isBlankOrComment(String line) {
    var content = line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
    return content.isBlank() || content.stripLeading().startsWith("#") || content.startsWith("%");
  }
}
