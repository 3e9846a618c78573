package io.higuma.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The name that this program was started with. As {@code kubectl-higuma} it is a plugin of kubectl:
 * the commands of {@code higuma kubectl} need no prefix, and those of all others are the same. As
 * {@code kubectl_complete-higuma} it completes their arguments.
 */
final class Program {
  /** The name; set by the launcher of the source checkout, because a JVM does not know it. */
  private static final String VARIABLE = "HIGUMA_PROGRAM";

  private static final String PLUGIN = "kubectl-higuma";

  /** How kubectl finds the program that completes the arguments of a plugin. */
  private static final String COMPLETION = "kubectl_complete-higuma";

  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private Program() {}

  /** Whether it is a plugin of kubectl. */
  static boolean isPlugin(Map<String, String> env) {
    return name(env).equals(PLUGIN);
  }

  /** Whether it completes the arguments of the plugin. */
  static boolean isCompletion(Map<String, String> env) {
    return name(env).equals(COMPLETION);
  }

  private static String name(Map<String, String> env) {
    var path = env.getOrDefault(VARIABLE, "");
    var name = path.isEmpty() ? startedAs() : path;
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
        .replaceFirst("\\.exe$", "");
  }

  private static String startedAs() {
    try {
      // The executable of the process would be that behind a symbolic link.
      var line = Files.readString(COMMAND_LINE);
      return line.substring(0, Math.max(0, line.indexOf('\0')));
    } catch (IOException | UnsupportedOperationException _) {
      return ProcessHandle.current().info().command().orElse("");
    }
  }

  /**
   * The arguments with the command that they leave out.
   *
   * @param arguments of a plugin
   * @param others the commands that are not those of {@code higuma kubectl}
   */
  static String[] withCommand(List<String> arguments, Set<String> others) {
    boolean other = !arguments.isEmpty() && others.contains(arguments.getFirst());
    return other
        ? arguments.toArray(String[]::new)
        : Stream.concat(Stream.of(KubectlCommand.NAME), arguments.stream()).toArray(String[]::new);
  }
}
