package io.higuma.cli;

import io.quarkus.runtime.annotations.QuarkusMain;

/** The command {@code higuma}. */
@QuarkusMain
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(Cli.run(Terminal.ofProcess(), arguments));
  }
}
