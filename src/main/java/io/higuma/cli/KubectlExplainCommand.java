package io.higuma.cli;

import io.higuma.cli.ConfigConnection.CommandFailure;
import io.higuma.kuma.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  @Mixin private ExplanationOutput output = new ExplanationOutput();

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
    return output.print(cluster.controlPlane().query("/explain", query).bodyOrFailure(), terminal);
  }
}
