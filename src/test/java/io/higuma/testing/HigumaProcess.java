package io.higuma.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The command {@code higuma} in a separate process. */
public final class HigumaProcess {
  private static final String EXECUTABLE = System.getProperty("higuma.executable", "");
  private static final Path JAR = Path.of("target", "higuma-runner.jar").toAbsolutePath();

  private HigumaProcess() {}

  /** The command line for the tested classes: for all commands except {@code run}. */
  public static List<String> command() {
    return java("-cp", classPath(), "io.higuma.app.Main");
  }

  /** The command line for the packaged jar or executable. */
  public static List<String> packaged() {
    if (!EXECUTABLE.isEmpty()) {
      return List.of(Path.of(EXECUTABLE).toAbsolutePath().toString());
    }
    if (!Files.exists(JAR)) {
      throw new IllegalStateException(JAR + " is missing: make build, or make verify");
    }
    List<String> command =
        java(
            // Among others, what classes the cache cannot have.
            "-Xlog:disable", "-jar", JAR.toString());
    command.add(1, "-XX:AOTCache=" + AotCache.of(JAR, command));
    return command;
  }

  private static List<String> java(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Without Groovy, which only tests have: picocli loads it if present, which is slow. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(part -> !part.contains("groovy"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Runs the command. */
  public static CommandResult run(Map<String, String> environment, List<String> arguments) {
    var command = new ArrayList<>(command());
    command.addAll(arguments);
    return CommandResult.run("", environment, command);
  }
}
