package io.higuma.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A program that tests of the chart run, wherever {@code scripts/helm} finds it. */
public enum Tool {
  HELM,
  PROMTOOL;

  /** {@code make test} shows this file at its end. */
  private static final Path NOT_RUN = Path.of("target", "chart-tests-not-run");

  /**
   * Runs it; ends the calling test as skipped, or as failed in CI, where it is not installed.
   *
   * @param environment variables beside those of this process
   * @param arguments of the command
   */
  public CommandResult run(Map<String, String> environment, String... arguments) {
    return CommandResult.run(
        "", environment, Stream.concat(Stream.of(path()), Stream.of(arguments)).toList());
  }

  /** Where it is; ends the calling test as {@link #run(Map, String...)} does. */
  public String path() {
    return find().orElseGet(this::skip);
  }

  /** As {@link #run(Map, String...)}, with the variables of this process. */
  public CommandResult run(String... arguments) {
    return run(Map.of(), arguments);
  }

  private Optional<String> find() {
    CommandResult found =
        CommandResult.run("", Map.of(), List.of("scripts/" + command(), "--no-build"));
    return found.exitCode() == 0 ? Optional.of(found.out().strip()) : Optional.empty();
  }

  private String command() {
    return name().toLowerCase(Locale.ROOT);
  }

  private String skip() {
    String message = "no " + command() + ": run 'make helm' (it needs Go), or install it";
    if ("true".equals(System.getenv("CI"))) {
      return Assertions.fail(message);
    }
    try {
      Files.createDirectories(NOT_RUN.toAbsolutePath().getParent());
      Files.writeString(
          NOT_RUN, command() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return Assumptions.abort(message);
  }
}
