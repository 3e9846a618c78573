package io.higuma.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.higuma.cli.documents.Document;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code higuma explain}: explains the injection of the Pods of documents. */
@Command(
    name = "explain",
    description = {
      "Says rule by rule why Pods get a sidecar or get none, and what would be changed.",
      "",
      "The decision is the webhook's own; nothing is written and no cluster is contacted.",
      ""
    },
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a Pod would be refused, or a setting is not valid",
      "2:the command line or the input is not valid"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  Why does this Deployment get no sidecar?",
      "    higuma explain web.yaml",
      "  The same for a Pod that runs, and how its Dataplane is computed:",
      "    higuma explain pod web-0 -n shop",
      "  With the surroundings of a cluster:",
      "    kubectl get namespaces,meshes,containerpatches -A -o yaml > cluster.yaml",
      "    higuma explain --context cluster.yaml web.yaml",
      "  Only the reasons:",
      "    higuma explain -o json web.yaml | jq -r '.workloads[] | [.name, .reason] | @tsv'",
    })
final class ExplainCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private InputOptions input = new InputOptions();
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private InjectionOptions options = new InjectionOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "${COMPLETION-CANDIDATES}. Default: a table.")
  private @Nullable Form output;

  /** The output format. */
  enum Form {
    table,
    json
  }

  private ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command with its subcommand. */
  static CommandLine commandLine(Terminal terminal) {
    return new CommandLine(new ExplainCommand(terminal))
        .addSubcommand(new ExplainPodCommand(terminal));
  }

  @Override
  public Integer call() {
    return switch (DecidedWorkloads.of(input, cluster, options, terminal)) {
      case DecidedWorkloads.Failed(int exitCode) -> exitCode;
      case DecidedWorkloads.Done done -> {
        var explanations = explanations(done);
        terminal.out().print(output == Form.json ? json(explanations) : tables(explanations));
        terminal.out().flush();
        yield done.exitCode();
      }
    };
  }

  private static List<Explanation> explanations(DecidedWorkloads.Done done) {
    return done.streams().stream()
        .flatMap(stream -> stream.results().stream())
        .flatMap(
            result ->
                Stream.<Explanation>concat(
                    result.outcomes().stream()
                        .map(
                            outcome ->
                                new Explanation.OfOutcome(outcome, result.result().podOf(outcome))),
                    result.foreign().stream().map(Explanation.OfForeign::new)))
        .toList();
  }

  private String tables(List<Explanation> explanations) {
    if (explanations.isEmpty()) {
      return "No Pods found.\n";
    }
    return explanations.stream()
        .map(explanation -> explanation.table(terminal))
        .collect(Collectors.joining("\n"));
  }

  private static String json(List<Explanation> explanations) {
    var json = JsonNodeFactory.instance.objectNode();
    var workloads = json.putArray("workloads");
    explanations.forEach(explanation -> workloads.add(explanation.json()));
    return Document.json(json);
  }
}
