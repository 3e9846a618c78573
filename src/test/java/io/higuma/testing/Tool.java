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

/** A program that chart tests run, found by {@code scripts/helm}. */
public enum Tool {
  HELM,
  PROMTOOL;

  /** {@code make test} shows this file at its end. */
  private static final Path NOT_RUN = Path.of("target", "chart-tests-not-run");

  /**
   * Runs the program; skips the calling test, or fails it in CI, if it is not installed.
   *
   * @param environment additional variables
   * @param arguments of the program
   */
  public CommandResult run(Map<String, String> environment, String... arguments) {
    return CommandResult.run(
        "", environment, Stream.concat(Stream.of(path()), Stream.of(arguments)).toList());
  }

  /** Its path; skips the calling test as {@link #run(Map, String...)} does. */
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
