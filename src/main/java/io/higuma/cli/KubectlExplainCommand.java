package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cli.ConfigConnection.CommandFailure;
import io.higuma.cli.documents.Document;
import io.higuma.kuma.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kubectl higuma explain}: explains the injection of a workload of the cluster. */
@Command(
    name = "explain",
    description = {
      "Says rule by rule why the Pods of a workload get a sidecar or none, with the settings of the"
          + " control plane. For a Pod it also says whether it is outdated, how its Dataplane is"
          + " computed, and whether its sidecar is connected.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the Pods would be refused, or the control plane does not answer",
      "2:there is no such workload, or the command line is not valid"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  kubectl higuma explain deploy/web -n shop",
      "  kubectl higuma explain pod web-0",
    })
final class KubectlExplainCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      arity = "1..2",
      paramLabel = "TYPE/NAME",
      completionCandidates = LiveCandidates.Workloads.class,
      description =
          "A pod, deployment, statefulset, daemonset, replicaset, job or replicationcontroller;"
              + " without TYPE a Pod.")
  private List<String> words = new ArrayList<>();

  @Mixin private KubectlOptions options = new KubectlOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "${COMPLETION-CANDIDATES}. Default: a table.")
  private ExplainCommand.@Nullable Form output;

  KubectlExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    return switch (WorkloadReference.parse(words)) {
      case Parsed.Good<WorkloadReference>(var workload) ->
          KubectlAction.run(options, terminal, cluster -> explain(cluster, workload));
      case Parsed.Bad<WorkloadReference>(var violation) -> {
        terminal.say("error", violation.toString());
        yield Exit.USAGE;
      }
    };
  }

  private int explain(ClusterAccess cluster, WorkloadReference workload) throws CommandFailure {
    var query = workload.query(cluster.namespace());
    var answer = cluster.controlPlane().query("/explain", query).bodyOrFailure();
    boolean refused = false;
    var text = new StringBuilder();
    for (var explanation : answer.path("workloads")) {
      text.append(text.isEmpty() ? "" : "\n").append(ExplanationReport.of(explanation, terminal));
      refused |= isRefused(explanation);
    }
    terminal.out().print(output == ExplainCommand.Form.json ? Document.json(answer) : text);
    terminal.out().flush();
    return refused ? Exit.REFUSED : Exit.DONE;
  }

  private static boolean isRefused(JsonNode explanation) {
    return explanation.path("decision").asText().equals("reject");
  }
}
