package io.higuma.patch;

import java.util.ArrayList;
import java.util.List;

/** The difference of two texts in the form that {@code patch} and reviewers read. */
public final class UnifiedDiff {
  private static final int CONTEXT = 3;
  // The search for the shortest script keeps a row for each edit; beyond, a coarse one will do.
  private static final int MOST_EDITS = 4_000;

  private final List<String> before;
  private final List<String> after;

  private UnifiedDiff(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
  }

  /** Lines that were replaced. */
  private record Run(int before, int after, int removed, int added) {}

  /**
   * The difference; empty where the texts are equal.
   *
   * @param name the name for both texts in the heading
   */
  public static String of(String name, String before, String after) {
    if (before.equals(after)) {
      return "";
    }
    var diff = new UnifiedDiff(lines(before), lines(after));
    var text = new StringBuilder("--- ").append(name).append("\n+++ ").append(name).append('\n');
    diff.hunks(diff.changes(), text);
    return text.toString();
  }

  private static List<String> lines(String text) {
    var lines = new ArrayList<String>();
    int end;
    for (int start = 0; start < text.length(); start = end) {
      end = text.indexOf('\n', start) + 1;
      end = end == 0 ? text.length() : end;
      lines.add(text.substring(start, end));
    }
    return lines;
  }

  /** The changes in order: what differs between the equal lines that Myers' algorithm finds. */
  private List<Run> changes() {
    int front = 0;
    int most = Math.min(before.size(), after.size());
    while (front < most && before.get(front).equals(after.get(front))) {
      front++;
    }
    int back = 0;
    while (back < most - front
        && before.get(before.size() - 1 - back).equals(after.get(after.size() - 1 - back))) {
      back++;
    }
    return runs(new Myers(before, after, front, back).path(MOST_EDITS), front, back);
  }

  private List<Run> runs(List<int[]> equal, int front, int back) {
    var runs = new ArrayList<Run>();
    int x = front;
    int y = front;
    equal.add(new int[] {before.size() - back, after.size() - back});
    for (int[] point : equal) {
      if (point[0] > x || point[1] > y) {
        runs.add(new Run(x, y, point[0] - x, point[1] - y));
      }
      x = point[0] + 1;
      y = point[1] + 1;
    }
    return runs;
  }

  private void hunks(List<Run> changes, StringBuilder text) {
    int first = 0;
    while (first < changes.size()) {
      int last = first;
      while (last + 1 < changes.size()
          && changes.get(last + 1).before() - end(changes.get(last)) <= 2 * CONTEXT) {
        last++;
      }
      hunk(changes.subList(first, last + 1), text);
      first = last + 1;
    }
  }

  private static int end(Run run) {
    return run.before() + run.removed();
  }

  private void hunk(List<Run> changes, StringBuilder text) {
    var first = changes.getFirst();
    var last = changes.getLast();
    int lead = Math.min(CONTEXT, first.before());
    int tail = Math.min(CONTEXT, before.size() - end(last));
    int start = first.before() - lead;
    int removed = end(last) + tail - start;
    int addedStart = first.after() - lead;
    int added = last.after() + last.added() + tail - addedStart;
    text.append("@@ -").append(range(start, removed));
    text.append(" +").append(range(addedStart, added)).append(" @@\n");
    int at = start;
    for (Run change : changes) {
      append(text, ' ', before.subList(at, change.before()));
      append(text, '-', before.subList(change.before(), end(change)));
      append(text, '+', after.subList(change.after(), change.after() + change.added()));
      at = end(change);
    }
    append(text, ' ', before.subList(at, at + tail));
  }

  private static String range(int start, int count) {
    int shown = count == 0 ? start : start + 1;
    return count == 1 ? String.valueOf(shown) : shown + "," + count;
  }

  private static void append(StringBuilder text, char mark, List<String> lines) {
    for (String line : lines) {
      text.append(mark).append(line);
      if (!line.endsWith("\n")) {
        text.append("\n\\ No newline at end of file\n");
      }
    }
  }
}
