package io.higuma.cli.documents;

import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads a stream of YAML documents, JSON documents or both. Documents are separated by lines of
 * three dashes; JSON objects may also simply follow one another.
 */
public final class DocumentStream {
  /** {@link Violation} code: the text is neither YAML nor JSON. */
  public static final String BROKEN = "broken_document";

  /** {@link Violation} code: a key occurs more than once. */
  public static final String REPEATED = "repeated_key";

  private final Source source;
  private final List<Document> documents = new ArrayList<>();
  private final List<Violation> warnings = new ArrayList<>();
  private int number;

  private DocumentStream(Source source) {
    this.source = source;
  }

  /**
   * The documents of a text.
   *
   * @param documents all documents, including those without content and unreadable ones
   * @param warnings about readable documents; paths are as those of violations
   */
  public record Result(List<Document> documents, List<Violation> warnings) {
    /** Copies the lists. */
    public Result {
      documents = List.copyOf(documents);
      warnings = List.copyOf(warnings);
    }

    /** One per unreadable document; its path names source, document, line and column. */
    public List<Violation> violations() {
      return documents.stream()
          .flatMap(
              document ->
                  document.content() instanceof Document.Content.Unreadable(Violation why)
                      ? Stream.of(why)
                      : Stream.of())
          .toList();
    }
  }

  /** Reads all documents of a text. */
  public static Result read(Source source) {
    var stream = new DocumentStream(source);
    for (Chunk chunk : Chunk.split(source.text())) {
      stream.document(chunk);
    }
    return new Result(stream.documents, stream.warnings);
  }

  private void document(Chunk chunk) {
    if (chunk.body().isEmpty()) {
      documents.add(
          new Document(source, 0, chunk.line(), chunk.head(), "", new Document.Content.Nothing()));
      return;
    }
    if (chunk.body().startsWith("{")) {
      var values = JsonReader.read(chunk.body());
      if (values.isPresent()) {
        json(chunk, values.get());
        return;
      }
    }
    number++;
    add(chunk.head(), chunk.line(), chunk.body(), yaml(chunk));
  }

  private Document.Content yaml(Chunk chunk) {
    try {
      var root = YamlReader.read(chunk.body());
      if (root.isEmpty()) {
        return new Document.Content.Nothing();
      }
      var read = YamlData.of(root.get());
      warn(read, chunk.line(), chunk.body());
      return read.json().isNull()
          ? new Document.Content.Nothing()
          : new Document.Content.Yaml(root.get(), read.json());
    } catch (SyntaxError e) {
      var lines = new Lines(chunk.body());
      int line = chunk.line() + LineNumbers.of(lines).at(e.at());
      var path =
          "%s: document %d, line %d, column %d"
              .formatted(source.name(), number, line, lines.column(e.at()) + 1);
      return new Document.Content.Unreadable(new Violation(path, BROKEN, e.message()));
    }
  }

  private void warn(YamlData.Read read, int line, String body) {
    if (read.notes().isEmpty()) {
      return;
    }
    var numbers = LineNumbers.of(new Lines(body));
    for (var note : read.notes()) {
      var path =
          "%s: document %d, line %d".formatted(source.name(), number, line + numbers.at(note.at()));
      warnings.add(new Violation(path, REPEATED, note.message()));
    }
  }

  private void json(Chunk chunk, List<JsonReader.Value> values) {
    int line = chunk.line();
    var head = chunk.head();
    for (var value : values) {
      number++;
      line += lines(value.before());
      add(head + value.before(), line, value.text(), json(value, line));
      line += lines(value.text());
      head = "";
    }
  }

  private Document.Content json(JsonReader.Value value, int line) {
    try {
      var read = YamlData.of(value.root());
      warn(read, line, value.text());
      return new Document.Content.Json(value.root(), read.json());
    } catch (SyntaxError e) {
      // JSON has no aliases or merges, and only these can fail here.
      throw new IllegalStateException(e);
    }
  }

  private void add(String head, int line, String body, Document.Content content) {
    documents.add(new Document(source, number, line, head, body, content));
  }

  private static int lines(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }
}
