package io.higuma.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.higuma.cli.documents.Document;
import io.higuma.inject.workload.WorkloadOutcome;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code higuma inject}: injects the Pods of documents. */
@Command(
    name = "inject",
    description = {
      "Adds the sidecar to the Pods of a stream of documents, as the webhook would.",
      "",
      "Pods, Deployments, StatefulSets, DaemonSets, ReplicaSets, ReplicationControllers, Jobs,"
          + " CronJobs and lists of them are injected. Namespaces, Meshes, ContainerPatches,"
          + " ConfigMaps and Services of the stream are the cluster around them. Every other"
          + " document passes through as it is, byte for byte and in its place, and so does one that"
          + " cannot be read. Where a Pod is injected, all text stays that injection does not change,"
          + " comments included. No cluster is contacted: the settings, with the images and the CA"
          + " certificate that sidecars trust, are those of the options.",
      "",
      "Why Pods are skipped or refused goes to the standard error, a line each. If a Pod is"
          + " refused, nothing is written.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a Pod is refused, or a setting is not valid",
      "2:the command line is not valid, or a document cannot be read; the others are written"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  Inject a manifest and apply it:",
      "    higuma inject shop.yaml | kubectl apply -f -",
      "  See what would change:",
      "    higuma inject -o diff shop.yaml",
      "  Use the Namespaces and ContainerPatches of a cluster:",
      "    kubectl get namespaces,containerpatches -A -o yaml > cluster.yaml",
      "    higuma inject --context cluster.yaml shop.yaml",
      "  Use the settings and the CA of an installed control plane:",
      "    kubectl get configmap kuma-control-plane-config -n kuma-system \\",
      "      -o jsonpath='{.data.config\\.yaml}' > kuma-cp.conf.yaml",
      "    kubectl get mutatingwebhookconfiguration \\",
      "      kuma-admission-mutating-webhook-configuration \\",
      "      -o jsonpath='{.webhooks[0].clientConfig.caBundle}' | base64 -d > ca.crt",
      "    higuma inject --config-file kuma-cp.conf.yaml \\",
      "      --set runtime.kubernetes.injector.caCertFile=ca.crt shop.yaml",
      "  Inject what a chart renders, whatever its Namespace says:",
      "    helm template shop | higuma inject --always -",
    })
final class InjectCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private InputOptions input = new InputOptions();
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private InjectionOptions options = new InjectionOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description =
          "${COMPLETION-CANDIDATES}. Without it YAML stays YAML and JSON stays JSON; diff is a"
              + " unified diff against the input, patch a JSON patch for each object.")
  private @Nullable OutputFormat output;

  InjectCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return switch (DecidedWorkloads.of(input, cluster, options, terminal)) {
      case DecidedWorkloads.Failed(int exitCode) -> exitCode;
      case DecidedWorkloads.Done done -> {
        DecidedWorkloads.report(done, terminal);
        if (!done.isRefused()) {
          terminal.out().print(text(done));
          terminal.out().flush();
        }
        yield done.exitCode();
      }
    };
  }

  private String text(DecidedWorkloads.Done done) {
    var streams = done.streams().stream().map(DecidedWorkloads.Stream::changed).toList();
    if (output != OutputFormat.json && output != OutputFormat.patch) {
      ChangedStream.report(streams, terminal);
    }
    return switch (output) {
      case null -> ChangedStream.texts(streams);
      case yaml -> ChangedStream.yaml(streams);
      case json -> ChangedStream.json(streams);
      case diff -> Colours.diff(ChangedStream.diff(streams), terminal);
      case patch -> patches(done);
    };
  }

  private static String patches(DecidedWorkloads.Done done) {
    return done.outcomes().stream()
        .filter(WorkloadOutcome::isChange)
        .map(
            outcome -> {
              var workload = outcome.workload();
              return Document.json(
                  JsonNodeFactory.instance
                      .objectNode()
                      .put("apiVersion", workload.apiVersion())
                      .put("kind", workload.kind())
                      .put("namespace", workload.namespace())
                      .put("name", workload.name())
                      .set("patch", outcome.patchOfWorkload()));
            })
        .collect(Collectors.joining());
  }
}
