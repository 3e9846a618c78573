package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.higuma.cli.ConfigConnection.CommandFailure;
import io.higuma.kuma.KubernetesName;
import io.higuma.kuma.NameChecks;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code higuma explain pod}: explains the injection of a Pod in a cluster. */
@Command(
    name = "pod",
    description = {
      "Says why a Pod of the cluster would get a sidecar or none if it were created now, and how its"
          + " Dataplane is computed: which Services count, and what becomes of their ports.",
      "",
      "The cluster of the kubeconfig is queried, and the settings are those of this command. With"
          + " --url or HIGUMA_URL a running control plane is queried, which has its own; it also"
          + " says whether the Pod is outdated.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the Pod would be refused, or the control plane does not answer",
      "2:the Pod does not exist, the command line is not valid, or the cluster cannot be reached"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  higuma explain pod web-0 -n shop",
      "  higuma explain pod web-0 -n shop --url http://localhost:5681",
    })
final class ExplainPodCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = LiveCandidates.Pods.class,
      description = "The Pod's name.")
  private String name = "";

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      defaultValue = "default",
      completionCandidates = LiveCandidates.Namespaces.class,
      description = "The Pod's namespace. Default: ${DEFAULT-VALUE}.")
  private String namespace = "default";

  @Mixin private SettingsOptions settings = new SettingsOptions();
  @Mixin private ConfigConnection connection = new ConfigConnection();
  @Mixin private ExplanationOutput output = new ExplanationOutput();

  ExplainPodCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    var violations =
        new NameChecks()
            .add(KubernetesName.DNS_SUBDOMAIN, "NAME", name)
            .add(KubernetesName.DNS_LABEL, "--namespace", namespace)
            .violations();
    violations.forEach(violation -> terminal.say("error", violation.toString()));
    if (!violations.isEmpty()) {
      return Exit.USAGE;
    }
    try {
      return connection.isChosen(terminal)
          ? output.print(fromControlPlane(connection.open(terminal)), terminal)
          : fromCluster();
    } catch (CommandFailure e) {
      e.report(terminal);
      return e.exitCode();
    }
  }

  private int fromCluster() throws CommandFailure, InterruptedException {
    return switch (settings.load(terminal)) {
      case OfflineSettings.Good good ->
          output.print(ClusterExplanation.of(good.settings(), namespace, name, terminal), terminal);
      case OfflineSettings.Bad(int exitCode) -> exitCode;
    };
  }

  private JsonNode fromControlPlane(ConfigHttp http) throws CommandFailure {
    var query = JsonNodeFactory.instance.objectNode().put("namespace", namespace).put("name", name);
    return http.query("/explain", query).bodyOrFailure();
  }
}
