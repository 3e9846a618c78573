package io.higuma.testing;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The command {@code higuma} in a process of its own. */
public final class HigumaProcess {
  private HigumaProcess() {}

  /** How it is started. */
  public static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        classPath(),
        "io.higuma.cli.Main");
  }

  /** Without Groovy, which only tests have: picocli loads it where it is, and it is slow. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(part -> !part.contains("groovy"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Runs it. */
  public static CommandResult run(Map<String, String> environment, List<String> arguments) {
    var command = new ArrayList<>(command());
    command.addAll(arguments);
    return CommandResult.run("", environment, command);
  }
}
