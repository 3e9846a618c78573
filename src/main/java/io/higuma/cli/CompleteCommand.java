package io.higuma.cli;

import io.higuma.cli.LiveCandidates.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code higuma __complete}: prints words of a cluster for the completion script. */
@Command(
    name = CompleteCommand.NAME,
    hidden = true,
    description = "Prints words that a shell completes, one per line; for the completion script.")
final class CompleteCommand implements Callable<Integer> {
  /** The name of the command. */
  static final String NAME = "__complete";

  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}.")
  private Kind kind = Kind.namespaces;

  @Parameters(
      index = "1..*",
      paramLabel = "WORD",
      description = "The command line that is completed; its context and namespace count.")
  private List<String> words = new ArrayList<>();

  private CompleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command; options after the kind are those of another command. */
  static CommandLine commandLine(Terminal terminal) {
    return new CommandLine(new CompleteCommand(terminal)).setStopAtPositional(true);
  }

  @Override
  public Integer call() throws InterruptedException {
    var options = new KubectlOptions();
    option("--kubeconfig").ifPresent(options::kubeconfig);
    option("--context").ifPresent(options::context);
    option("--namespace").or(() -> option("-n")).ifPresent(options::namespace);
    ClusterWords.of(kind, options, terminal).forEach(terminal.out()::println);
    terminal.out().flush();
    return Exit.DONE;
  }

  /** The value of an option in the completed command line. */
  private Optional<String> option(String name) {
    for (int index = words.size() - 1; index >= 0; index--) {
      var word = words.get(index);
      if (word.startsWith(name + "=")) {
        return Optional.of(word.substring(name.length() + 1));
      }
      if (word.equals(name) && index + 1 < words.size()) {
        // Bash splits words at an equals sign.
        boolean split = words.get(index + 1).equals("=") && index + 2 < words.size();
        return Optional.of(words.get(index + (split ? 2 : 1)));
      }
    }
    return Optional.empty();
  }
}
