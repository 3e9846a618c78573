package io.higuma.cli.documents;

import io.higuma.cli.documents.Fragment.Change;
import io.higuma.cli.documents.Fragment.Span;
import java.util.List;
import java.util.stream.Collectors;

/** Edits flow mappings and flow lists: within a line, or by lines if each member has its own. */
record FlowLayout(Lines lines, Rendering rendering, TextEdits edits) {

  /**
   * Edits a collection.
   *
   * @param open its opening brace or bracket
   * @param close its closing one
   */
  void change(int open, int close, Change change) {
    if (change.spans().isEmpty()) {
      change.inserted().values().forEach(fragments -> fill(open, fragments));
      return;
    }
    reuse(change);
    change.inserted().forEach((index, fragments) -> insert(open, close, index, fragments, change));
    delete(open, close, change);
  }

  /** Replaces deleted members by inserted ones at the same index. */
  private void reuse(Change change) {
    var deleted = change.deleted();
    for (int i = deleted.nextSetBit(0); i >= 0; i = deleted.nextSetBit(i + 1)) {
      var fragments = change.inserted().remove(deleted.nextClearBit(i));
      if (fragments != null) {
        var span = change.spans().get(i);
        var prefix = lines.isFirst(span.start()) ? prefix(span) : "";
        edits.replace(span.start(), span.end(), text(fragments, prefix));
        deleted.clear(i);
      }
    }
  }

  private void fill(int open, List<Fragment> fragments) {
    boolean multiLine = rendering.isMultiLine();
    var outer =
        lines.text().substring(lines.start(open), lines.content(lines.start(open), open + 1));
    var prefix = multiLine ? rendering.indented(outer) : "";
    var text = text(fragments, prefix);
    edits.insert(
        open + 1,
        multiLine ? rendering.lineBreak() + prefix + text + rendering.lineBreak() + outer : text);
  }

  private void insert(int open, int close, int index, List<Fragment> fragments, Change change) {
    var spans = change.spans();
    boolean last = index == spans.size();
    var neighbour = last ? spans.getLast() : spans.get(index);
    boolean multiLine = lines.isFirst(neighbour.start()) && lines.start(neighbour.start()) > open;
    var prefix = multiLine ? prefix(neighbour) : "";
    var text = text(fragments, prefix);
    if (!multiLine) {
      if (last) {
        edits.insert(neighbour.end(), rendering.comma() + text);
      } else {
        edits.insert(neighbour.start(), text + rendering.comma());
      }
      return;
    }
    int before = index == 0 ? open : comma(spans.get(index - 1).end(), close);
    if (before >= 0 && lines.isLast(before + 1)) {
      edits.insert(lines.next(before), prefix + text + "," + rendering.lineBreak());
    } else if (!last) {
      edits.insert(neighbour.start(), text + "," + rendering.lineBreak() + prefix);
    } else if (lines.isLast(neighbour.end())) {
      edits.insert(neighbour.end(), ",");
      edits.insert(lines.content(neighbour.end()), rendering.lineBreak() + prefix + text);
    } else {
      edits.insert(neighbour.end(), rendering.comma() + text);
    }
  }

  /** The comma after a member; -1 if there is none. */
  private int comma(int end, int close) {
    int at = lines.content(end, close);
    return at < close && lines.text().charAt(at) == ',' ? at : -1;
  }

  private void delete(int open, int close, Change change) {
    var spans = change.spans();
    var deleted = change.deleted();
    if (deleted.cardinality() == spans.size()) {
      empty(open, close, spans);
      return;
    }
    for (int i = deleted.nextSetBit(0); i >= 0; ) {
      int next = deleted.nextClearBit(i);
      delete(open, close, change, i, next);
      i = deleted.nextSetBit(next);
    }
  }

  private void empty(int open, int close, List<Span> spans) {
    int end = spans.getLast().end();
    int comma = comma(end, close);
    int after = comma < 0 ? end : comma + 1;
    boolean only = lines.text().substring(after, close).isBlank();
    if (only && lines.isFirst(spans.getFirst().start())) {
      edits.delete(open + 1, close);
    } else {
      edits.delete(spans.getFirst().start(), after);
    }
  }

  /** Deletes the members from one index to before another. */
  private void delete(int open, int close, Change change, int from, int to) {
    var spans = change.spans();
    var first = spans.get(from);
    int end = spans.get(to - 1).end();
    int comma = comma(end, close);
    boolean last = to == spans.size();
    int after = comma < 0 ? end : comma + 1;
    boolean multiLine =
        lines.isFirst(first.start()) && lines.isLast(after) && lines.start(first.start()) > open;
    if (!multiLine) {
      if (last) {
        edits.delete(spans.get(from - 1).end(), end);
      } else {
        edits.delete(first.start(), spans.get(to).start());
      }
      return;
    }
    edits.delete(lines.start(first.start()), lines.next(after));
    if (last && comma < 0) {
      int before = comma(spans.get(from - 1).end(), close);
      edits.delete(before, before + 1);
    }
  }

  private String prefix(Span span) {
    return lines.text().substring(lines.start(span.start()), span.start());
  }

  private String text(List<Fragment> fragments, String prefix) {
    return fragments.stream()
        .map(
            fragment ->
                switch (fragment) {
                  case Fragment.Entry entry ->
                      rendering.flowEntry(entry.key(), entry.value(), prefix);
                  case Fragment.Item item -> rendering.flowValue(item.value(), prefix);
                  case Fragment.Moved moved ->
                      lines.text().substring(moved.span().start(), moved.span().end());
                })
        .collect(
            Collectors.joining(
                prefix.isEmpty() ? rendering.comma() : "," + rendering.lineBreak() + prefix));
  }
}
