package io.higuma.cli.documents;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Changes of a text that are carried out together. Places are those of the text as it came. */
final class TextEdits {
  private final List<Edit> edits = new ArrayList<>();

  private record Edit(int start, int end, String text) {}

  /** Puts a text in the place of another. */
  void replace(int start, int end, String text) {
    edits.add(new Edit(start, end, text));
  }

  /** Puts a text before a place, behind what was put there earlier. */
  void insert(int at, String text) {
    replace(at, at, text);
  }

  /** Takes a text away. Parts may be taken away twice. */
  void delete(int start, int end) {
    replace(start, end, "");
  }

  boolean isEmpty() {
    return edits.isEmpty();
  }

  /** The text with all changes. */
  String applied(String text) {
    // The sort is stable, so that insertions at one place keep their order.
    edits.sort(
        Comparator.comparingInt(Edit::start).thenComparing(edit -> edit.end() > edit.start()));
    var changed = new StringBuilder();
    int at = 0;
    for (var edit : edits) {
      if (edit.start() > at) {
        changed.append(text, at, edit.start());
      }
      changed.append(edit.text());
      at = Math.max(at, edit.end());
    }
    return changed.append(text, at, text.length()).toString();
  }
}
