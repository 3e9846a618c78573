package io.higuma.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code kubectl higuma}, and {@code higuma kubectl}: commands about a cluster with a control
 * plane.
 */
@Command(
    name = KubectlCommand.NAME,
    description = {
      "Queries the control plane of a cluster; kubeconfig, context and namespace are chosen as in"
          + " kubectl. An executable named kubectl-higuma on the PATH has these commands as kubectl"
          + " higuma.",
      ""
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  Why do the Pods of this Deployment get a sidecar, or none?",
      "    kubectl higuma explain deploy/web -n shop",
      "  Which Pods are injected, and which would be injected differently now?",
      "    kubectl higuma get -A",
      "  Which workloads would a changed ContainerPatch change?",
      "    kubectl higuma diff -f patch.yaml",
    })
final class KubectlCommand implements Runnable {
  /** The name of the command. */
  static final String NAME = "kubectl";

  private static final Map<String, Function<Terminal, Object>> SUBCOMMANDS = ordered();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** The names of the subcommands; without the options, whose reading takes long. */
  static Set<String> subcommands() {
    return SUBCOMMANDS.keySet();
  }

  /** The command with its subcommands. */
  static CommandLine commandLine(Terminal terminal) {
    var line = new CommandLine(new KubectlCommand());
    SUBCOMMANDS.forEach((name, command) -> line.addSubcommand(name, command.apply(terminal)));
    return line;
  }

  private static Map<String, Function<Terminal, Object>> ordered() {
    Map<String, Function<Terminal, Object>> commands = new LinkedHashMap<>();
    commands.put("explain", KubectlExplainCommand::new);
    commands.put("get", KubectlGetCommand::new);
    commands.put("diff", KubectlDiffCommand::new);
    commands.put("top", TopCommand::new);
    return commands;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
