package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cli.documents.Document;
import io.higuma.cli.documents.Source;
import io.higuma.patch.UnifiedDiff;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A text some documents of which have changed.
 *
 * @param source the text
 * @param documents all of its documents
 */
record ChangedStream(Source source, List<Changed> documents) {
  private static final String SEPARATOR = "---\n";

  /**
   * A document and what it says now.
   *
   * @param document as it came
   * @param after what it says now; empty where it stays as it is
   * @param rewritten its text now, in the form it came in
   */
  record Changed(Document document, Optional<JsonNode> after, Document.Rewritten rewritten) {
    static Changed of(Document document, Optional<JsonNode> after) {
      return new Changed(
          document,
          after,
          after
              .map(document::rewritten)
              .orElseGet(() -> new Document.Rewritten(document.text(), List.of())));
    }

    String text() {
      return rewritten.text();
    }

    Optional<JsonNode> json() {
      return after.or(document::json);
    }
  }

  /** Says what could not stay as it was written. */
  static void report(List<ChangedStream> streams, Terminal terminal) {
    streams.stream()
        .flatMap(stream -> stream.documents().stream())
        .flatMap(changed -> changed.rewritten().notes().stream())
        .forEach(note -> terminal.say("warning", note));
  }

  /** The whole text, untouched documents as they were. */
  String text() {
    return documents.stream().map(Changed::text).collect(Collectors.joining());
  }

  /** The texts one after the other, with separators where they would run together. */
  static String texts(List<ChangedStream> streams) {
    var all = new StringBuilder();
    for (var stream : streams) {
      var text = stream.text();
      if (!all.isEmpty() && !text.isEmpty()) {
        if (all.charAt(all.length() - 1) != '\n') {
          all.append('\n');
        }
        if (!opensItself(stream.documents().getFirst().document())) {
          all.append(SEPARATOR);
        }
      }
      all.append(text);
    }
    return all.toString();
  }

  private static boolean opensItself(Document document) {
    return document.head().lines().anyMatch(line -> line.startsWith("---"));
  }

  /** All documents as YAML. */
  static String yaml(List<ChangedStream> streams) {
    var all = new StringBuilder();
    for (var changed : streams.stream().flatMap(stream -> stream.documents().stream()).toList()) {
      if (changed.document().isJson()) {
        all.append(SEPARATOR);
        changed.json().ifPresent(json -> all.append(Document.yaml(json)));
      } else if (changed.json().isPresent() || changed.document().isUnreadable()) {
        var text = changed.text();
        if (!all.isEmpty() && all.charAt(all.length() - 1) != '\n') {
          all.append('\n');
        }
        all.append(all.isEmpty() || opensItself(changed.document()) ? "" : SEPARATOR);
        all.append(text);
      }
    }
    return all.toString();
  }

  /** All documents as JSON. */
  static String json(List<ChangedStream> streams) {
    return streams.stream()
        .flatMap(stream -> stream.documents().stream())
        .flatMap(changed -> changed.json().stream())
        .map(Document::json)
        .collect(Collectors.joining());
  }

  /** What changed, as a unified diff. */
  static String diff(List<ChangedStream> streams) {
    return streams.stream()
        .map(
            stream -> UnifiedDiff.of(stream.source().name(), stream.source().text(), stream.text()))
        .collect(Collectors.joining());
  }
}
