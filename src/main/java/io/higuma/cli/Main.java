package io.higuma.cli;

import io.quarkus.runtime.annotations.QuarkusMain;

/** The command {@code higuma}. */
@QuarkusMain
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    int exitCode = Cli.run(Terminal.ofProcess(), arguments);
    if (exitCode != Exit.DONE) {
      // Not exit(), which first starts the logging framework to log that it was called.
      Runtime.getRuntime().halt(exitCode);
    }
  }
}
