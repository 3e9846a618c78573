package io.higuma.cli;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;

/** The command {@code higuma}. */
@QuarkusMain
public final class Main {
  /** Here and not with the rehearsal, so that other commands do not load it. */
  private static final List<String> REHEARSAL = List.of("rehearse");

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    int exitCode = run(Terminal.ofProcess(), arguments);
    if (exitCode != Exit.DONE) {
      // Not exit(), which first starts the logging framework to log that it was called.
      Runtime.getRuntime().halt(exitCode);
    }
  }

  private static int run(Terminal terminal, String... arguments) {
    var given = List.of(arguments);
    var controlPlane = RunArguments.read(terminal, given);
    try {
      if (controlPlane.isPresent()) {
        return controlPlane.get().call();
      }
      return given.equals(REHEARSAL) ? Rehearsal.play(terminal) : Cli.run(terminal, arguments);
    } catch (InterruptedException | RuntimeException e) {
      return Cli.failed(e, terminal);
    }
  }
}
