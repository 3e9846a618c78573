package io.higuma.patch;

import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.Change;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.DeltaType;
import com.github.difflib.patch.Patch;
import java.util.ArrayList;
import java.util.List;

/** Unified diff of two texts, as read by {@code patch}. */
public final class UnifiedDiff {
  private static final int CONTEXT = 3;

  /**
   * Maximum number of differing lines of both texts. The cost grows with their square if nothing is
   * equal; longer texts are shown as one change.
   */
  private static final int MAX_LINES = 40_000;

  private static final String NO_NEWLINE = "\n\\ No newline at end of file";

  private UnifiedDiff() {}

  /**
   * Returns the diff; empty if the texts are equal.
   *
   * @param name the name of both texts in the header
   */
  public static String of(String name, String before, String after) {
    if (before.equals(after)) {
      return "";
    }
    var from = lines(before);
    var to = lines(after);
    var diff = UnifiedDiffUtils.generateUnifiedDiff(name, name, from, patch(from, to), CONTEXT);
    return String.join("\n", diff) + "\n";
  }

  /** Marks a last line without a line end, which differs from the same line with one. */
  private static List<String> lines(String text) {
    var lines = new ArrayList<>(text.lines().toList());
    if (!text.isEmpty() && !text.endsWith("\n")) {
      lines.set(lines.size() - 1, lines.getLast() + NO_NEWLINE);
    }
    return lines;
  }

  private static Patch<String> patch(List<String> from, List<String> to) {
    int most = Math.min(from.size(), to.size());
    int front = 0;
    while (front < most && from.get(front).equals(to.get(front))) {
      front++;
    }
    int back = 0;
    while (back < most - front
        && from.get(from.size() - 1 - back).equals(to.get(to.size() - 1 - back))) {
      back++;
    }
    var removed = from.subList(front, from.size() - back);
    var added = to.subList(front, to.size() - back);
    if (removed.size() + added.size() > MAX_LINES) {
      var all = new Patch<String>();
      all.addDelta(new ChangeDelta<>(new Chunk<>(front, removed), new Chunk<>(front, added)));
      return all;
    }
    return Patch.generate(
        from, to, merged(new MyersDiffWithLinearSpace<String>().computeDiff(from, to, null)));
  }

  /** Merges a removal and an addition at the same position into one change, removed lines first. */
  private static List<Change> merged(List<Change> changes) {
    var merged = new ArrayList<Change>();
    for (var next : changes) {
      var last = merged.isEmpty() ? null : merged.getLast();
      if (last != null
          && last.endOriginal == next.startOriginal
          && last.endRevised == next.startRevised) {
        merged.removeLast();
        next =
            new Change(
                DeltaType.CHANGE,
                last.startOriginal,
                next.endOriginal,
                last.startRevised,
                next.endRevised);
      }
      merged.add(next);
    }
    return merged;
  }
}
