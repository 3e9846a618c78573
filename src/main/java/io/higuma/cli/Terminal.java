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
 * The world around a command.
 *
 * @param in what is piped into it
 * @param out where results go
 * @param err where messages go
 * @param env the environment variables
 * @param directory where relative paths begin
 * @param coloured whether results may be coloured: a person looks at them and did not forbid it
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> env,
    Path directory,
    boolean coloured) {

  /** The world around this process. */
  public static Terminal ofProcess() {
    var env = System.getenv();
    return new Terminal(
        System.in,
        new PrintStream(System.out, false, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        env,
        Path.of(""),
        env.getOrDefault("NO_COLOR", "").isEmpty()
            && !env.getOrDefault("TERM", "dumb").equals("dumb")
            && isWatched());
  }

  /** Whether the standard output is a terminal. */
  private static boolean isWatched() {
    var out = Path.of("/proc/self/fd/1");
    try {
      // Much cheaper than starting the console of the JDK, which reads a terminal's abilities
      // first.
      var target = Files.readSymbolicLink(out).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException _) {
      return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
  }

  /** Says something beside the results: {@code warning: …}. */
  public void say(String kind, String message) {
    err.println(kind + ": " + message);
  }
}
