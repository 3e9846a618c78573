package io.higuma.chart;

import io.higuma.testing.CommandResult;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.Tool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A page of the documentation whose commands can be run.
 *
 * @param sections the indented lines under each heading, in the order of the page
 */
record Page(Map<String, List<String>> sections) {
  private static final Pattern WORD = Pattern.compile("(?:'[^']*'|[^ '])+");

  static Page read(String name) {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    List<String> commands = new ArrayList<>();
    for (String line : ValueSet.text(Path.of("docs", name)).lines().toList()) {
      if (line.startsWith("#")) {
        commands = new ArrayList<>();
        sections.put(line.replaceFirst("#+ ", ""), commands);
      } else if (line.startsWith("    ")) {
        commands.add(line.strip());
      }
    }
    return new Page(sections);
  }

  /** The commands under this heading. */
  List<String> commands(String heading) {
    List<String> commands = sections.getOrDefault(heading, List.of());
    if (commands.isEmpty()) {
      throw new AssertionError("No commands under '" + heading + "'");
    }
    return commands;
  }

  /** Runs a command with all rights; it must succeed. */
  static CommandResult run(LocalKubeApi kube, String command) {
    List<String> words =
        WORD.matcher(command)
            .results()
            .map(MatchResult::group)
            .map(word -> word.replace("'", ""))
            .toList();
    String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
    CommandResult result =
        switch (words.getFirst()) {
          case "kubectl" -> kube.kubectl(arguments);
          case "helm" ->
              Tool.HELM.run(Map.of("KUBECONFIG", kube.kubeconfig().toString()), arguments);
          default -> throw new AssertionError("Unknown command: " + command);
        };
    return result.succeeded();
  }
}
