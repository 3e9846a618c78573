package io.higuma.cli.documents;

import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a stream of YAML documents, JSON documents or both. Documents are separated by lines of
 * three dashes; JSON objects may also simply follow one another.
 */
public final class DocumentStream {
  /** The code of a {@link Violation} for a text that is neither YAML nor JSON. */
  public static final String BROKEN = "broken_document";

  private final Source source;
  private final List<Document> documents = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();
  private int number;

  private DocumentStream(Source source) {
    this.source = source;
  }

  /**
   * What was read.
   *
   * @param documents all documents, those that say nothing included; not complete where there are
   *     violations
   * @param violations one for each document that cannot be read; its path names source, document,
   *     line and column
   */
  public record Result(List<Document> documents, List<Violation> violations) {
    /** Copies the lists. */
    public Result {
      documents = List.copyOf(documents);
      violations = List.copyOf(violations);
    }
  }

  /** Reads all documents of a text. */
  public static Result read(Source source) {
    var stream = new DocumentStream(source);
    for (Chunk chunk : Chunk.split(source.text())) {
      stream.document(chunk);
    }
    return new Result(stream.documents, stream.violations);
  }

  private void document(Chunk chunk) {
    if (chunk.body().isEmpty()) {
      documents.add(
          new Document(source, 0, chunk.line(), chunk.head(), "", new Document.Content.Nothing()));
      return;
    }
    if (chunk.body().startsWith("{")) {
      var values = JsonValues.read(chunk.body());
      if (values.isPresent()) {
        json(chunk, values.get());
        return;
      }
    }
    number++;
    try {
      documents.add(add(chunk.head(), chunk.line(), chunk.body(), YamlReader.read(chunk.body())));
    } catch (YamlReader.BrokenYaml e) {
      var path =
          "%s: document %d, line %d, column %d"
              .formatted(source.name(), number, chunk.line() + e.line(), e.column() + 1);
      violations.add(new Violation(path, BROKEN, String.valueOf(e.getMessage())));
    }
  }

  private void json(Chunk chunk, List<JsonValues.Value> values) {
    int line = chunk.line();
    var head = chunk.head();
    for (var value : values) {
      number++;
      line += lines(value.before());
      documents.add(
          add(head + value.before(), line, value.text(), new Document.Content.Json(value.json())));
      line += lines(value.text());
      head = "";
    }
  }

  private Document add(String head, int line, String body, Document.Content content) {
    return new Document(source, number, line, head, body, content);
  }

  private static int lines(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }
}
