package io.higuma.testing;

import io.higuma.sandbox.kube.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The result of a command: exit code, standard output and standard error. */
public record CommandResult(int exitCode, String out, String err) {

  private static final int LIMIT_SECONDS = 60;

  /** Runs a command with {@code input} on its standard input; kills it and fails after a minute. */
  public static CommandResult run(
      String input, Map<String, String> environment, List<String> command) {
    try {
      Path folder = Files.createTempDirectory("higuma-command-");
      Path in = Files.writeString(folder.resolve("in"), input);
      Path out = folder.resolve("out");
      Path err = folder.resolve("err");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new IllegalStateException("Still running after a minute: " + command);
        }
        return new CommandResult(process.exitValue(), text(out), text(err));
      } finally {
        Folders.delete(folder);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** This result; fails if the exit code is not 0. */
  public CommandResult succeeded() {
    if (exitCode != 0) {
      throw new AssertionError("Exit code " + exitCode + "\n" + out + err);
    }
    return this;
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
