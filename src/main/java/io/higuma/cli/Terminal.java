package io.higuma.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The process environment of a command: streams, variables and directory.
 *
 * @param in the standard input
 * @param out receives results
 * @param err receives messages
 * @param env the environment variables
 * @param directory the base of relative paths
 * @param coloured whether results are coloured: the standard output is a terminal, and neither
 *     NO_COLOR nor TERM=dumb is set
 * @param rewritable whether a line of messages can be rewritten in place: the standard error is a
 *     terminal, and neither NO_COLOR nor TERM=dumb is set
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> env,
    Path directory,
    boolean coloured,
    boolean rewritable) {
  private static final int OUT = 1;
  private static final int ERR = 2;

  /** The environment of this process. */
  public static Terminal ofProcess() {
    var env = System.getenv();
    boolean hasControls =
        env.getOrDefault("NO_COLOR", "").isEmpty()
            && !env.getOrDefault("TERM", "dumb").equals("dumb");
    return new Terminal(
        System.in,
        new PrintStream(System.out, false, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        env,
        Path.of(""),
        hasControls && isTerminal(OUT),
        hasControls && isTerminal(ERR));
  }

  /**
   * Whether this stream is a terminal. Without {@code /proc} the JDK answers, which knows the
   * standard input and output only.
   */
  private static boolean isTerminal(int stream) {
    try {
      // Much cheaper than the JDK's console, which reads the terminal's capabilities first.
      var target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + stream)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException _) {
      return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
  }

  /** The value of an environment variable; empty if it is not set, or set to an empty text. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(env.get(name)).filter(value -> !value.isEmpty());
  }

  /** Prints a message to the standard error: {@code warning: …}. */
  public void say(String kind, String message) {
    err.println(kind + ": " + message);
  }
}
