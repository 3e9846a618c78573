package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.higuma.cli.documents.Document;
import io.higuma.cli.offline.DocumentRelatedObjects;
import io.higuma.cli.offline.OfflineDataplanes;
import io.higuma.dataplane.ConversionJson;
import io.higuma.dataplane.ConversionProblem;
import io.higuma.dataplane.DataplaneResult;
import io.higuma.dataplane.DataplaneSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code higuma dataplane}: prints the Dataplanes of the Pods in documents. */
@Command(
    name = "dataplane",
    description = {
      "Writes the Dataplanes that the Pods of a stream of documents would get, as the control"
          + " plane would make them.",
      "",
      "Services, EndpointSlices, Namespaces, Meshes, Nodes, ReplicaSets, Jobs and Dataplanes of the"
          + " stream are the cluster around the Pods. No cluster is contacted. A Pod must carry a"
          + " sidecar and have an IP; why a Pod gets none goes to the standard error, a"
          + " line each.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the Dataplane of a Pod cannot be made, or a setting is not valid",
      "2:the command line or the input is not valid"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  What would the Dataplanes of a namespace be?",
      "    kubectl get pods,services,endpointslices,replicasets -n shop -o yaml | higuma dataplane"
          + " -",
      "  In another zone:",
      "    higuma dataplane --set multizone.zone.name=east shop.yaml",
      "  Which Services count, and what becomes of their ports?",
      "    higuma dataplane -o trace shop.yaml",
    })
final class DataplaneCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private InputOptions input = new InputOptions();
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      defaultValue = "yaml",
      description =
          "${COMPLETION-CANDIDATES}. trace shows how they are made. Default: ${DEFAULT-VALUE}.")
  private Form output = Form.yaml;

  /** The output format. */
  enum Form {
    yaml,
    json,
    trace
  }

  DataplaneCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return switch (OfflineSession.of(input, cluster, false, terminal)) {
      case OfflineSession.Failed(int exitCode) -> exitCode;
      case OfflineSession.Ready ready -> write(results(ready), ready.exitCode());
    };
  }

  private List<OfflineDataplanes.Result> results(OfflineSession.Ready ready) {
    var settings = ready.settings();
    boolean defaultMesh = !settings.meshDefaults().skipMeshCreation();
    var relatedObjects =
        new DocumentRelatedObjects(ready.checked().objects(), cluster.namespace(), defaultMesh);
    var dataplanes =
        new OfflineDataplanes(DataplaneSettings.of(settings), relatedObjects, cluster.namespace());
    return ready.inputs().stream()
        .flatMap(one -> one.documents().stream())
        .flatMap(document -> ready.checked().objects(document).stream())
        .flatMap(object -> dataplanes.of(object).stream())
        .toList();
  }

  private int write(List<OfflineDataplanes.Result> results, int exitCode) {
    var resources = new ArrayList<JsonNode>();
    boolean failed = false;
    for (var result : results) {
      switch (result.conversion().result()) {
        case DataplaneResult.Dataplane dataplane -> {
          resources.add(ConversionJson.resource(dataplane));
          dataplane.problems().forEach(problem -> terminal.say("warning", problem.toString()));
        }
        case DataplaneResult.None(var reason) ->
            terminal.say("skipped", result.pod() + ": " + reason.sentence());
        case DataplaneResult.Failed(var problems) -> {
          failed = true;
          terminal.say("failed", ConversionProblem.join(problems));
        }
      }
    }
    terminal.out().print(text(results, resources));
    terminal.out().flush();
    return failed ? Exit.REFUSED : exitCode;
  }

  private String text(List<OfflineDataplanes.Result> results, List<JsonNode> resources) {
    return switch (output) {
      case yaml -> resources.stream().map(Document::yaml).collect(Collectors.joining("---\n"));
      case json -> {
        var list =
            JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "List");
        list.putArray("items").addAll(resources);
        yield Document.json(list);
      }
      case trace ->
          results.stream()
              .map(result -> DataplaneText.of(result.pod(), result.conversion(), terminal))
              .collect(Collectors.joining("\n"));
    };
  }
}
