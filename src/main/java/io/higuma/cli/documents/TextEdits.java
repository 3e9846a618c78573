package io.higuma.cli.documents;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Edits of a text, applied together. Offsets are those of the original text. */
final class TextEdits {
  private final List<Edit> edits = new ArrayList<>();

  private record Edit(int start, int end, String text) {}

  /** Replaces a range. */
  void replace(int start, int end, String text) {
    edits.add(new Edit(start, end, text));
  }

  /** Inserts at an offset, after earlier insertions there. */
  void insert(int at, String text) {
    replace(at, at, text);
  }

  /** Deletes a range. Ranges may overlap. */
  void delete(int start, int end) {
    replace(start, end, "");
  }

  boolean isEmpty() {
    return edits.isEmpty();
  }

  /** The text with all edits applied. */
  String applied(String text) {
    // The sort is stable, so that insertions at one offset keep their order.
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
