package io.higuma.cli;

import io.higuma.cli.documents.Document;
import io.higuma.cli.documents.DocumentStream;
import io.higuma.cli.documents.Source;
import io.higuma.kuma.Violation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Options for the documents that a command reads. */
final class InputOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description =
          "YAML or JSON, any number of documents. A folder stands for its .yaml, .yml and .json"
              + " files, - for the standard input.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      description = "The same, as kubectl spells it. Repeatable.")
  private List<String> more = new ArrayList<>();

  /**
   * An input text and its documents.
   *
   * @param source the text
   * @param documents all documents of the text
   * @param unreadable an error for each document that cannot be read
   * @param warnings about the text, a sentence each
   */
  record Input(
      Source source, List<Document> documents, List<String> unreadable, List<String> warnings) {}

  /**
   * Reads all inputs.
   *
   * @param problems receives an error for each file that cannot be read
   */
  List<Input> read(Terminal terminal, List<String> problems) {
    var names = new ArrayList<>(files);
    names.addAll(more);
    if (names.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "Missing FILE (use - for the standard input)");
    }
    return read(names, terminal, problems);
  }

  /** Reads these files. */
  static List<Input> read(List<String> names, Terminal terminal, List<String> problems) {
    var inputs = new ArrayList<Input>();
    for (String name : names) {
      for (Source source : sources(name, terminal, problems)) {
        var read = DocumentStream.read(source);
        inputs.add(
            new Input(source, read.documents(), texts(read.violations()), texts(read.warnings())));
      }
    }
    return inputs;
  }

  private static List<String> texts(List<Violation> violations) {
    return violations.stream().map(Violation::toString).toList();
  }

  private static List<Source> sources(String name, Terminal terminal, List<String> problems) {
    try {
      if (name.equals("-")) {
        return List.of(new Source("<stdin>", text(terminal.in().readAllBytes())));
      }
      var path = terminal.directory().resolve(name);
      if (!Files.isDirectory(path)) {
        return List.of(new Source(name, text(Files.readAllBytes(path))));
      }
      var sources = new ArrayList<Source>();
      for (Path file : manifests(path)) {
        var shown = Path.of(name).resolve(path.relativize(file)).toString();
        sources.add(new Source(shown, text(Files.readAllBytes(file))));
      }
      return sources;
    } catch (NoSuchFileException _) {
      problems.add(name + ": no such file");
    } catch (CharacterCodingException _) {
      problems.add(name + ": not valid UTF-8");
    } catch (IOException e) {
      problems.add(name + ": cannot be read: " + e.getMessage());
    }
    return List.of();
  }

  private static List<Path> manifests(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches(".*\\.(yaml|yml|json)"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  /** Decodes UTF-8 strictly. */
  static String text(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
