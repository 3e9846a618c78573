package io.higuma.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code higuma completion}: prints a shell completion script. */
@Command(
    name = "completion",
    description = {
      "Prints a script that completes commands and options in bash and zsh, and the namespaces,"
          + " Pods, workloads and contexts of the cluster.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  In this shell:",
      "    source <(higuma completion)",
      "  In every bash:",
      "    higuma completion > ~/.local/share/bash-completion/completions/higuma",
    })
final class CompletionCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var root = spec.root();
    var script = AutoComplete.bash(root.name(), root.commandLine());
    terminal.out().println(LiveCandidates.inScript(script));
    terminal.out().flush();
    return Exit.DONE;
  }
}
