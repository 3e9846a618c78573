package io.higuma.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command line and its expected result in a folder: {@code args} (one per line), {@code env} if
 * it needs variables, own inputs if it does not use the examples, and the expected {@code
 * output.*}, {@code stderr.txt} and {@code exit}, each only if not empty.
 *
 * @param folder its folder
 */
public record Golden(Path folder) {
  /** The folder of all goldens. */
  static final Path FOLDER = Path.of("src/test/resources/goldens");

  private static final List<String> EXPECTED_PREFIXES = List.of("output.", "stderr.txt", "exit");

  /** Text that changes with every release and new setting. */
  private static final Pattern MADE_FROM =
      Pattern.compile("(version=)[^;\\s]+(;settings=)[0-9a-f]+");

  /** All goldens. */
  public static List<Golden> all() {
    try (var folders = Files.list(FOLDER)) {
      return folders.sorted().map(Golden::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The arguments of the command. */
  public List<String> arguments() {
    return read("args").lines().toList();
  }

  /** The environment of the command. */
  public Map<String, String> env() {
    return Files.exists(folder.resolve("env"))
        ? read("env")
            .lines()
            .map(line -> line.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]))
        : Map.of();
  }

  /** The working directory: the folder of its inputs, else the project's folder. */
  Path directory() {
    boolean ownInput = names().anyMatch(name -> name.startsWith("input."));
    return ownInput ? folder.toAbsolutePath() : Path.of("").toAbsolutePath();
  }

  /** Runs the command. */
  CommandRun run() {
    return CommandRun.in(directory(), env(), "", arguments());
  }

  /** The expected files, by name. */
  Map<String, String> expected() {
    return names()
        .filter(name -> EXPECTED_PREFIXES.stream().anyMatch(name::startsWith))
        .collect(Collectors.toMap(name -> name, this::read, (one, _) -> one, TreeMap::new));
  }

  /** The files of a run. */
  Map<String, String> files(CommandRun run) {
    var files = new TreeMap<String, String>();
    if (!run.out().isEmpty()) {
      files.put(
          "output." + extension(), MADE_FROM.matcher(run.out()).replaceAll("$1VERSION$2DIGEST"));
    }
    if (!run.err().isEmpty()) {
      files.put("stderr.txt", run.err());
    }
    if (run.exitCode() != 0) {
      files.put("exit", run.exitCode() + "\n");
    }
    return files;
  }

  private String extension() {
    var arguments = arguments();
    int output = arguments.indexOf("-o");
    var form = output < 0 ? "" : arguments.get(output + 1);
    return switch (form) {
      case "diff", "yaml", "json" -> form;
      case "patch" -> "json";
      case "trace" -> "txt";
      default -> {
        if (arguments.contains("--help") || arguments.contains("explain")) {
          yield "txt";
        }
        yield arguments.getLast().endsWith(".json") ? "json" : "yaml";
      }
    };
  }

  /** Unused files. */
  List<String> orphans() {
    var arguments = arguments();
    return names()
        .filter(name -> !name.equals("args") && !name.equals("env"))
        .filter(name -> EXPECTED_PREFIXES.stream().noneMatch(name::startsWith))
        .filter(name -> !arguments.contains(name))
        .toList();
  }

  /** Overwrites the expected files with those of a run. */
  void refresh(Map<String, String> files) {
    try {
      for (var name : expected().keySet()) {
        Files.delete(folder.resolve(name));
      }
      for (var file : files.entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<String> names() {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return folder.getFileName().toString();
  }
}
