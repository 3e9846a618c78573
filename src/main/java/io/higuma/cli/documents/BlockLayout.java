package io.higuma.cli.documents;

import io.higuma.cli.documents.Fragment.Change;
import io.higuma.cli.documents.Fragment.Span;
import java.util.ArrayList;
import java.util.List;

/** Edits block mappings and block lists, by whole lines. */
record BlockLayout(Lines lines, Rendering rendering, TextEdits edits) {

  /**
   * Edits a collection.
   *
   * @param openEnd whether the text ends in a literal without a line break, to which another line
   *     would add one
   */
  void change(Change change, boolean openEnd) {
    var spans = change.spans();
    var first = spans.getFirst();
    boolean ownLine = lines.isFirst(first.start());
    int column = lines.column(first.start());
    for (int i = change.deleted().nextSetBit(0); i >= 0; i = change.deleted().nextSetBit(i + 1)) {
      delete(i, ownLine, change);
    }
    change
        .inserted()
        .forEach(
            (before, fragments) -> {
              // A mapping that begins after a dash keeps its first entry there.
              int index = before == 0 && !ownLine ? 1 : before;
              int at = index == 0 ? 0 : after(spans.get(index - 1).end(), column);
              boolean atEnd = openEnd && at == lines.text().length();
              if (index == 0 || (atEnd && ownLine && isUnordered(fragments))) {
                at = top(lines.start(first.start()));
              }
              insertLines(at, column, rendered(fragments));
            });
  }

  private static boolean isUnordered(List<Fragment> fragments) {
    return fragments.stream().allMatch(Fragment.Entry.class::isInstance);
  }

  private void delete(int index, boolean ownLine, Change change) {
    var span = change.spans().get(index);
    if (index == 0 && !ownLine) {
      // After a dash: the next entry moves up to it.
      change.kept(1).ifPresent(next -> edits.delete(span.start(), next.start()));
    } else {
      deleteLines(span.start(), span.end());
    }
  }

  /** Deletes whole lines. A text without a final line break keeps having none. */
  void deleteLines(int from, int to) {
    int start = lines.start(from);
    if (lines.isBroken(lines.text().length()) || start == 0) {
      edits.delete(start, lines.next(to));
    } else {
      edits.delete(lines.breakBefore(start), lines.content(to));
    }
  }

  /** The offset above the comments of the line that begins here. */
  private int top(int start) {
    int top = start;
    while (top > 0) {
      int above = lines.start(top - 1);
      if (!lines.isBlank(above) && !lines.isComment(above)) {
        break;
      }
      top = above;
    }
    return top;
  }

  /** The offset after a member and its comments. */
  private int after(int end, int column) {
    int after = lines.next(end);
    int at = after;
    while (at < lines.text().length()) {
      boolean comment = lines.isComment(at) && lines.indentation(at) > column;
      if (!comment && !lines.isBlank(at)) {
        break;
      }
      at = lines.next(at);
      after = comment ? at : after;
    }
    return after;
  }

  /** The lines of the new members; moved lines have their indentation already. */
  private List<String> rendered(List<Fragment> fragments) {
    var rendered = new ArrayList<String>();
    for (var fragment : fragments) {
      rendered.addAll(
          switch (fragment) {
            case Fragment.Entry entry -> rendering.blockEntry(entry.key(), entry.value());
            case Fragment.Item item -> rendering.blockItem(item.value());
            case Fragment.Moved moved -> moved(moved.span());
          });
    }
    return rendered;
  }

  private List<String> moved(Span span) {
    var column = " ".repeat(lines.column(span.start()));
    return lines
        .text()
        .substring(span.start(), lines.content(span.end()))
        .lines()
        .map(line -> line.startsWith(column) ? line.substring(column.length()) : line)
        .toList();
  }

  /** Inserts lines before the line that begins at an offset, which may be the end of the text. */
  void insertLines(int at, int column, List<String> inserted) {
    var text = new StringBuilder();
    var indentation = " ".repeat(column);
    boolean open = at > 0 && !lines.isBroken(at);
    for (var line : inserted) {
      text.append(open ? rendering.lineBreak() : "");
      text.append(line.isEmpty() ? "" : indentation).append(line);
      text.append(open ? "" : rendering.lineBreak());
    }
    edits.insert(at, text.toString());
  }
}
