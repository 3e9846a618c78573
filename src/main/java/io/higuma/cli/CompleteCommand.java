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
    ClusterWords.of(kind, options(words), terminal).forEach(terminal.out()::println);
    terminal.out().flush();
    return Exit.DONE;
  }

  /** The cluster and the namespace that these words of a command line name. */
  static KubectlOptions options(List<String> words) {
    var options = new KubectlOptions();
    option(words, "--kubeconfig").ifPresent(options::kubeconfig);
    option(words, "--context").ifPresent(options::context);
    option(words, "--namespace").or(() -> option(words, "-n")).ifPresent(options::namespace);
    return options;
  }

  /** The value of an option in the completed command line. */
  private static Optional<String> option(List<String> words, String name) {
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
