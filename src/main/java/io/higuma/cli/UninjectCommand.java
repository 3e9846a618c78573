package io.higuma.cli;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.documents.Document;
import io.higuma.cli.offline.CheckedDocuments;
import io.higuma.inject.InjectionContext;
import io.higuma.inject.workload.Uninjection;
import io.higuma.inject.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code higuma uninject}: reverts the injection of documents. */
@Command(
    name = "uninject",
    description = {
      "Removes from the Pods of a stream what injection added: containers, volumes, annotations,"
          + " the label kuma.io/mesh, and the detour of their probes. All other text stays, byte"
          + " for byte.",
      "",
      "A Pod counts as injected where it has the annotation kuma.io/sidecar-injected. What has a"
          + " name of injection's and is not as injection writes it stays, with a warning; so does"
          + " a volume that another container mounts.",
      "",
      "What injection overwrote is gone and cannot be restored: the name of a probe's port (it"
          + " comes back as a number), the host of an HTTP probe, an HTTP scheme that was written"
          + " out, annotations and a label kuma.io/mesh that said what injection says anyway, an"
          + " alias that had to be written out, and in JSON or where it was null a list or mapping"
          + " that was empty. So that annotations of your own are kept, use the settings and"
          + " Namespaces of the injection.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a Pod would have no container left, or a setting is not valid",
      "2:the command line is not valid, or a document cannot be read; the others are written"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  Turn an injected manifest back:",
      "    higuma uninject injected.yaml > shop.yaml",
      "  Take the sidecar out of a running Deployment's manifest:",
      "    kubectl get deployment web -o yaml | higuma uninject - | kubectl replace -f -",
    })
final class UninjectCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private InputOptions input = new InputOptions();
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description =
          "${COMPLETION-CANDIDATES}. Without it YAML stays YAML and JSON stays JSON; diff is a"
              + " unified diff against the input.")
  private @Nullable Form output;

  /** The output format. */
  enum Form {
    yaml,
    json,
    diff
  }

  UninjectCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return switch (OfflineSession.of(input, cluster, false, terminal)) {
      case OfflineSession.Failed(int exitCode) -> exitCode;
      case OfflineSession.Ready ready -> {
        // Native sidecars or not: all that is written besides the containers is the same.
        var injection = new InjectionContext(ready.settings(), true, "");
        var uninjection = new Uninjection(injection, ready.surroundings());
        var refused = new ArrayList<String>();
        var streams =
            ready.inputs().stream()
                .map(
                    stream ->
                        new ChangedStream(
                            stream.source(),
                            stream.documents().stream()
                                .map(
                                    document ->
                                        changed(document, ready.checked(), uninjection, refused))
                                .toList()))
                .toList();
        terminal.out().print(text(streams));
        terminal.out().flush();
        yield refused.isEmpty() ? ready.exitCode() : Exit.REFUSED;
      }
    };
  }

  private String text(List<ChangedStream> streams) {
    if (output != Form.json) {
      ChangedStream.report(streams, terminal);
    }
    return switch (output) {
      case null -> ChangedStream.texts(streams);
      case yaml -> ChangedStream.yaml(streams);
      case json -> ChangedStream.json(streams);
      case diff -> Colours.diff(ChangedStream.diff(streams), terminal);
    };
  }

  private ChangedStream.Changed changed(
      Document document, CheckedDocuments checked, Uninjection uninjection, List<String> refused) {
    var before = document.json();
    if (before.isEmpty()) {
      return ChangedStream.Changed.of(document, Optional.empty());
    }
    JsonNode after = before.get().deepCopy();
    boolean changed = false;
    for (var workload : checked.workloads(document, cluster.namespace())) {
      var pod = before.get().at(workload.podPointer());
      switch (uninjection.restore(pod, workload.namespace())) {
        case Uninjection.Result.NotInjected(String message) ->
            terminal.say("skipped", workload + ": not_injected: " + message);
        case Uninjection.Result.Impossible(String message) -> {
          terminal.say("refused", workload + ": nothing_left: " + message);
          refused.add(workload.toString());
        }
        case Uninjection.Result.Restored restored -> {
          warn(workload, restored);
          changed = true;
          var restoredPod = document.withEmptyCollections(workload.podPointer(), restored.pod());
          after = replaced(after, workload.podPointer(), restoredPod);
        }
      }
    }
    return ChangedStream.Changed.of(document, changed ? Optional.of(after) : Optional.empty());
  }

  private void warn(Workload workload, Uninjection.Result.Restored restored) {
    restored.warnings().forEach(warning -> terminal.say("warning", workload + ": " + warning));
    if (!restored.complete()) {
      terminal.say(
          "warning",
          workload + ": annotations of injection and of its author cannot be distinguished; kept");
    }
  }

  private static JsonNode replaced(JsonNode root, String pointer, JsonNode pod) {
    if (pointer.isEmpty()) {
      return pod;
    }
    var path = JsonPointer.compile(pointer);
    var name = path.last().getMatchingProperty();
    switch (root.at(path.head())) {
      case ObjectNode object -> object.set(name, pod);
      case ArrayNode array -> array.set(path.last().getMatchingIndex(), pod);
      default -> throw new IllegalStateException("no place for a Pod: " + pointer);
    }
    return root;
  }
}
