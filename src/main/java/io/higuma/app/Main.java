package io.higuma.app;

import io.higuma.cli.Cli;
import io.higuma.cli.Exit;
import io.higuma.cli.Terminal;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The command {@code higuma}. Only {@code higuma run} starts Quarkus. */
@QuarkusMain
public final class Main {
  Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    var terminal = Terminal.ofProcess();
    int exitCode = run(terminal, arguments);
    if (exitCode != Exit.DONE || Launch.find().isEmpty()) {
      terminal.out().flush();
      // Not exit(), which first starts the logging framework to log that it was called. Nor waiting
      // for the last thread: those of a client of Kubernetes outlive the client.
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
