package io.higuma.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a command did, run in this process.
 *
 * @param exitCode its exit code
 * @param out its results
 * @param err its messages
 */
public record CommandRun(int exitCode, String out, String err) {
  private static final Path PROJECT = Path.of("").toAbsolutePath();

  /** Runs a command in the project's folder. */
  public static CommandRun of(String... arguments) {
    return in(PROJECT, Map.of(), "", List.of(arguments));
  }

  /** Runs a command in the project's folder with this text on its standard input. */
  public static CommandRun withInput(String input, String... arguments) {
    return in(PROJECT, Map.of(), input, List.of(arguments));
  }

  /** Runs a command. */
  public static CommandRun in(
      Path directory, Map<String, String> env, String input, List<String> arguments) {
    return in(directory, env, input, arguments, false);
  }

  /** Runs a command, on a terminal or not. */
  static CommandRun in(
      Path directory,
      Map<String, String> env,
      String input,
      List<String> arguments,
      boolean coloured) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exitCode;
    try (var results = new PrintStream(out, true, UTF_8);
        var messages = new PrintStream(err, true, UTF_8)) {
      var terminal =
          new Terminal(
              new ByteArrayInputStream(input.getBytes(UTF_8)),
              results,
              messages,
              env,
              directory,
              coloured);
      exitCode = Cli.run(terminal, arguments.toArray(String[]::new));
    }
    return new CommandRun(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }
}
