package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cli.ConfigConnection.CommandFailure;
import io.higuma.cli.documents.Document;
import io.higuma.inject.workload.DocumentKinds;
import io.higuma.inject.workload.DocumentKinds.Placed;
import io.higuma.settings.LivePaths;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kubectl higuma diff}: shows what a file would change. */
@Command(
    name = "diff",
    description = {
      "Shows what a file would change in the injection of the cluster, with the settings of the"
          + " control plane. Nothing is written.",
      "",
      "A ContainerPatch: the workloads whose containers it would change. A Pod or a workload: what"
          + " injection adds to it. Settings in the form of the configuration file: the values and"
          + " the workloads that they would change.",
      ""
    },
    exitCodeListHeading = "%nExit codes, as those of kubectl diff:%n",
    exitCodeList = {"0:no differences", "1:there are differences", "2:an error"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  kubectl higuma diff -f patch.yaml",
      "  kubectl higuma diff -f web.yaml -n shop",
    })
final class KubectlDiffCommand implements Callable<Integer> {
  private static final String SETTINGS = "/" + LivePaths.ROOT.replace('.', '/');

  private final Terminal terminal;

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      required = true,
      description = "YAML or JSON; a folder, or - for the standard input. Repeatable.")
  private List<String> files = new ArrayList<>();

  @Mixin private KubectlOptions options = new KubectlOptions();

  KubectlDiffCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    var problems = new ArrayList<String>();
    var inputs = InputOptions.read(files, terminal, problems);
    inputs.forEach(input -> problems.addAll(input.unreadable()));
    if (!problems.isEmpty()) {
      problems.forEach(problem -> terminal.say("error", problem));
      return Exit.USAGE;
    }
    var documents = inputs.stream().flatMap(input -> input.documents().stream()).toList();
    var differs = new boolean[1];
    int exitCode =
        KubectlAction.run(
            options,
            terminal,
            cluster -> {
              differs[0] = diff(cluster, documents);
              return Exit.DONE;
            });
    return exitCode == Exit.DONE ? (differs[0] ? 1 : 0) : Exit.USAGE;
  }

  private boolean diff(ClusterAccess cluster, List<Document> documents)
      throws CommandFailure, InterruptedException {
    var controlPlane = cluster.controlPlane();
    boolean differs = false;
    for (var document : documents) {
      for (var object : objects(document)) {
        var text = diff(cluster, controlPlane, object);
        terminal.out().print(Colours.diff(text.text(), terminal));
        terminal.out().flush();
        differs |= text.differs();
      }
    }
    return differs;
  }

  /**
   * What one object changes.
   *
   * @param text for the user
   * @param differs whether there is a difference
   */
  private record Difference(String text, boolean differs) {}

  private static List<JsonNode> objects(Document document) {
    return document.json().stream()
        .flatMap(json -> DocumentKinds.objects(json).stream())
        .map(Placed::json)
        .toList();
  }

  private Difference diff(ClusterAccess cluster, ConfigHttp controlPlane, JsonNode object)
      throws CommandFailure, InterruptedException {
    if (!object.has("kind")) {
      return settings(controlPlane, object);
    }
    if (object.path("kind").asText().equals("ContainerPatch")) {
      try (var progress = new Progress(terminal, System::nanoTime)) {
        var workloads = new ContainerPatchDiff(cluster, controlPlane).of(object, progress);
        return new Difference(
            ConfigText.workloads(workloads), !workloads.path("changed").isEmpty());
      }
    }
    var answer = controlPlane.query("/preview?namespace=" + cluster.namespace(), object);
    var diff = answer.bodyOrFailure().path("diff").asText();
    return new Difference(diff, !diff.isEmpty());
  }

  private static Difference settings(ConfigHttp controlPlane, JsonNode object)
      throws CommandFailure {
    var section = object.at(SETTINGS);
    var patch = section.isMissingNode() ? object : section;
    var answer = controlPlane.patch("/config" + SETTINGS + "?dryRun=true", "*", patch);
    var change = answer.bodyOrFailure();
    return new Difference(ConfigText.change(change), !change.path("changes").isEmpty());
  }
}
