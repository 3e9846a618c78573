package io.higuma.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * {@code kubectl_complete-higuma}, which kubectl runs to complete {@code kubectl higuma …}. It gets
 * the words after {@code higuma}, of which the last is not complete, and prints the candidates and
 * a directive of kubectl's completion, which is Cobra's.
 */
final class PluginCompletion {
  /** The shell completes names of files. */
  private static final String FILES = ":0";

  private static final String NO_FILES = ":4";
  private static final String HIDDEN = "__";

  private final CommandLine commands;
  private final Set<String> others;
  private final Terminal terminal;

  /**
   * Completes the words of these commands.
   *
   * @param others the commands that are not those of {@code higuma kubectl}
   */
  PluginCompletion(CommandLine commands, Set<String> others, Terminal terminal) {
    this.commands = commands;
    this.others = others;
    this.terminal = terminal;
  }

  /** Prints the candidates for the last word. */
  int run(List<String> words) throws InterruptedException {
    var before = new ArrayList<>(words.subList(0, Math.max(0, words.size() - 1)));
    var typed = words.isEmpty() ? "" : words.getLast();
    int equals = typed.startsWith("--") ? typed.indexOf('=') : -1;
    if (equals > 0) {
      // The shell's script takes values alone.
      before.add(typed.substring(0, equals));
      typed = typed.substring(equals + 1);
    }
    print(before, typed);
    return Exit.DONE;
  }

  private void print(List<String> before, String typed) throws InterruptedException {
    // Placeholders do not begin with the typed text: so all candidates are found, then filtered.
    var known = candidates(before);
    var out = terminal.out();
    for (var word : completed(known, before)) {
      if (word.startsWith(typed) && word.startsWith("-") == typed.startsWith("-")) {
        out.println(word);
      }
    }
    out.println(known.isEmpty() ? FILES : NO_FILES);
    out.flush();
  }

  private Set<String> candidates(List<String> before) {
    var known = new LinkedHashSet<>(after(Program.withCommand(before, others)));
    if (before.isEmpty()) {
      known.addAll(after());
      known.removeIf(word -> word.startsWith(HIDDEN) || word.equals(KubectlCommand.NAME));
    }
    return known;
  }

  /** What can follow these words, with placeholders for names in the cluster. */
  private List<String> after(String... before) {
    var words = new ArrayList<>(List.of(before));
    words.add("");
    List<CharSequence> found = new ArrayList<>();
    AutoComplete.complete(
        commands.getCommandSpec(), words.toArray(String[]::new), before.length, 0, 0, found);
    return found.stream().map(CharSequence::toString).toList();
  }

  /** Replaces the placeholders for names in the cluster; sorted. */
  private Set<String> completed(Set<String> known, List<String> before)
      throws InterruptedException {
    var all = new TreeSet<String>();
    for (var word : known) {
      var live = LiveCandidates.kindOf(word);
      if (live.isPresent()) {
        all.addAll(ClusterWords.of(live.get(), CompleteCommand.options(before), terminal));
      } else {
        all.add(word);
      }
    }
    return all;
  }
}
