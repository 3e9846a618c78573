package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cli.documents.Document;
import io.higuma.cli.documents.Source;
import io.higuma.patch.UnifiedDiff;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A document stream with the documents that were changed.
 *
 * @param source the original text
 * @param documents all of its documents
 */
record ChangedStream(Source source, List<Changed> documents) {
  private static final String SEPARATOR = "---\n";

  /**
   * A document and its new content.
   *
   * @param document the original
   * @param after the new content; empty if the document is unchanged
   * @param rewritten the new text, in the original format
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

  /** Prints a warning for each part whose formatting could not be kept. */
  static void report(List<ChangedStream> streams, Terminal terminal) {
    streams.stream()
        .flatMap(stream -> stream.documents().stream())
        .flatMap(changed -> changed.rewritten().notes().stream())
        .forEach(note -> terminal.say("warning", note));
  }

  /** The whole text; unchanged documents are byte for byte the same. */
  String text() {
    return documents.stream().map(Changed::text).collect(Collectors.joining());
  }

  /** Concatenates the texts and adds document separators where they are missing. */
  static String texts(List<ChangedStream> streams) {
    var all = new StringBuilder();
    for (var stream : streams) {
      var text = stream.text();
      if (!all.isEmpty() && !text.isEmpty()) {
        endLine(all);
        if (!startsWithSeparator(stream.documents().getFirst().document())) {
          all.append(SEPARATOR);
        }
      }
      all.append(text);
    }
    return all.toString();
  }

  private static boolean startsWithSeparator(Document document) {
    return document.head().lines().anyMatch(line -> line.startsWith("---"));
  }

  /** All documents as YAML. */
  static String yaml(List<ChangedStream> streams) {
    var all = new StringBuilder();
    for (var changed : streams.stream().flatMap(stream -> stream.documents().stream()).toList()) {
      if (changed.document().isJson()) {
        endLine(all);
        all.append(SEPARATOR);
        changed.json().ifPresent(json -> all.append(Document.yaml(json)));
      } else if (changed.json().isPresent() || changed.document().isUnreadable()) {
        endLine(all);
        all.append(all.isEmpty() || startsWithSeparator(changed.document()) ? "" : SEPARATOR);
        all.append(changed.text());
      }
    }
    return all.toString();
  }

  /** Ends the last line, which the last line of a file need not do. */
  private static void endLine(StringBuilder all) {
    if (!all.isEmpty() && all.charAt(all.length() - 1) != '\n') {
      all.append('\n');
    }
  }

  /** All documents as JSON. */
  static String json(List<ChangedStream> streams) {
    return streams.stream()
        .flatMap(stream -> stream.documents().stream())
        .flatMap(changed -> changed.json().stream())
        .map(Document::json)
        .collect(Collectors.joining());
  }

  /** The changes as a unified diff. */
  static String diff(List<ChangedStream> streams) {
    return streams.stream()
        .map(
            stream -> UnifiedDiff.of(stream.source().name(), stream.source().text(), stream.text()))
        .collect(Collectors.joining());
  }
}
