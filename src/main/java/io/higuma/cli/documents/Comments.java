package io.higuma.cli.documents;

import java.util.ArrayList;
import java.util.List;

/** Puts comments in written YAML where people put them. */
final class Comments {
  private Comments() {}

  /**
   * The emitter writes a comment above a list's element between the dash and the element. This
   * moves it above the dash. Looks at lines only, so the result has to be read again.
   */
  static String aboveDashes(String yaml) {
    var lines = yaml.lines().toList();
    var moved = new ArrayList<String>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      int dash = dashOfComment(line);
      int end = dash < 0 ? i : endOfComment(lines, i + 1, dash + 2);
      if (end == i || end == lines.size()) {
        moved.add(line);
        continue;
      }
      var indent = " ".repeat(dash);
      moved.add(indent + line.substring(dash + 2));
      for (int j = i + 1; j < end; j++) {
        moved.add(lines.get(j).isBlank() ? lines.get(j) : indent + lines.get(j).stripLeading());
      }
      moved.add(indent + "- " + lines.get(end).substring(dash + 2));
      i = end;
    }
    return String.join("\n", moved) + "\n";
  }

  /** Where the dash is in a line that holds only a dash and a comment; -1 in any other. */
  private static int dashOfComment(String line) {
    int dash = 0;
    while (dash < line.length() && line.charAt(dash) == ' ') {
      dash++;
    }
    return line.startsWith("- #", dash) ? dash : -1;
  }

  /** The line after a comment of several lines: the element's first. */
  private static int endOfComment(List<String> lines, int from, int indent) {
    var start = " ".repeat(indent);
    int at = from;
    while (at < lines.size()
        && (lines.get(at).isBlank() || lines.get(at).startsWith(start + "#"))) {
      at++;
    }
    return at < lines.size() && lines.get(at).startsWith(start) ? at : lines.size();
  }
}
