package io.higuma.app;

import io.higuma.cli.Cli;
import io.higuma.cli.Exit;
import io.higuma.cli.Terminal;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Main class of the command {@code higuma}. Only {@code higuma run} starts Quarkus. */
@QuarkusMain
public final class Main {
  Main() {}

  /** Runs one command and exits with its exit code. */
  public static void main(String[] arguments) {
    var terminal = Terminal.ofProcess();
    int exitCode = run(terminal, arguments);
    if (exitCode != Exit.DONE || Launch.find().isEmpty()) {
      terminal.out().flush();
      // Not exit(), which would start the logging framework to log the call. Not a return either:
      // threads of a Kubernetes client keep running after it is closed.
      Runtime.getRuntime().halt(exitCode);
    }
  }

  private static int run(Terminal terminal, String... arguments) {
    try {
      return Cli.run(terminal, new ControlPlaneProcess(), arguments);
    } catch (RuntimeException e) {
      return Cli.failed(e, terminal);
    }
  }
}
