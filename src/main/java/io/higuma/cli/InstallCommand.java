package io.higuma.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code higuma install}: prints what has to be installed. */
@Command(
    name = "install",
    description = {"Prints manifests for kubectl apply.", ""},
    commandListHeading = "%nCommands:%n")
final class InstallCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** The command with its subcommand. */
  static CommandLine commandLine(Terminal terminal) {
    return new CommandLine(new InstallCommand())
        .addSubcommand(new InstallControlPlaneCommand(terminal));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
