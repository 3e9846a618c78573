package io.higuma.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The result of a command, run in this process, or by the executable in the system property {@code
 * higuma.executable}.
 *
 * @param exitCode its exit code
 * @param out its results
 * @param err its messages
 */
public record CommandRun(int exitCode, String out, String err) {
  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final String EXECUTABLE = System.getProperty("higuma.executable", "");
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  /** Runs a command in the project's folder. */
  public static CommandRun of(String... arguments) {
    return in(PROJECT, Map.of(), "", List.of(arguments));
  }

  /** Runs a command in the project's folder with this text on its standard input. */
  public static CommandRun withInput(String input, String... arguments) {
    return in(PROJECT, Map.of(), input, List.of(arguments));
  }

  /** A terminal in the project's folder whose output is discarded. */
  static Terminal terminal() {
    var nowhere = new PrintStream(PrintStream.nullOutputStream(), false, UTF_8);
    return new Terminal(
        new ByteArrayInputStream(new byte[0]), nowhere, nowhere, Map.of(), PROJECT, false, false);
  }

  /** Runs a command in a folder. */
  public static CommandRun in(
      Path directory, Map<String, String> env, String input, List<String> arguments) {
    return EXECUTABLE.isEmpty()
        ? in(directory, env, input, arguments, false)
        : program(PROJECT.resolve(EXECUTABLE), directory, env, input, arguments);
  }

  /** Runs a program in a folder. */
  static CommandRun program(
      Path program, Path directory, Map<String, String> env, String input, List<String> arguments) {
    try {
      var out = Files.createTempFile("higuma", ".out");
      var err = Files.createTempFile("higuma", ".err");
      var builder = new ProcessBuilder(program.toString());
      builder.command().addAll(arguments);
      builder.environment().keySet().removeIf(name -> name.startsWith("KUMA_"));
      // In this process, tests select a cluster by the client's system property.
      var kubeconfig = System.getProperty("kubeconfig");
      if (kubeconfig != null) {
        builder.environment().put("KUBECONFIG", kubeconfig);
      }
      builder.environment().putAll(env);
      var process =
          builder
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      try (var stdin = process.outputWriter(UTF_8)) {
        stdin.write(input);
      }
      if (!process.waitFor(TIMEOUT)) {
        process.destroyForcibly();
        throw new AssertionError(arguments + " did not end within " + TIMEOUT);
      }
      return new CommandRun(process.exitValue(), taken(out), taken(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String taken(Path file) throws IOException {
    var text = Files.readString(file);
    Files.delete(file);
    return text;
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
              coloured,
              coloured);
      exitCode = Cli.run(terminal, (_, _, _) -> Exit.FAULT, arguments.toArray(String[]::new));
    }
    return new CommandRun(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }
}
