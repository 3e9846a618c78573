package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cli.ConfigConnection.CommandFailure;
import io.higuma.cli.documents.Document;
import io.higuma.inject.workload.DocumentKinds;
import io.higuma.inject.workload.DocumentKinds.Placed;
import io.higuma.settings.LivePaths;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
          + " injection adds to it, or why it is skipped or refused. Settings in the form of the"
          + " configuration file: the values and the workloads that they would change. Other"
          + " objects are passed over.",
      ""
    },
    exitCodeListHeading = "%nExit codes, as those of kubectl diff:%n",
    exitCodeList = {
      "0:no differences",
      "1:there are differences",
      "2:an error, or a Pod would be refused"
    },
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
    var outcomes = EnumSet.noneOf(Outcome.class);
    int exitCode =
        KubectlAction.run(
            options,
            terminal,
            cluster -> {
              outcomes.addAll(diff(cluster, documents));
              return Exit.DONE;
            });
    if (exitCode != Exit.DONE || outcomes.contains(Outcome.FAILED)) {
      return Exit.USAGE;
    }
    return outcomes.contains(Outcome.DIFFERENT) ? 1 : 0;
  }

  private Set<Outcome> diff(ClusterAccess cluster, List<Document> documents)
      throws CommandFailure, InterruptedException {
    var controlPlane = cluster.controlPlane();
    var workloads = new WorkloadDiff(controlPlane, cluster.namespace(), terminal);
    var outcomes = EnumSet.noneOf(Outcome.class);
    for (var document : documents) {
      for (var object : objects(document)) {
        var difference =
            switch (DocumentKinds.qualified(object)) {
              case "" -> settings(controlPlane, object);
              case "ContainerPatch.kuma.io" -> containerPatch(cluster, controlPlane, object);
              default -> workloads.of(document, object);
            };
        terminal.out().print(Colours.diff(difference.text(), terminal));
        terminal.out().flush();
        outcomes.add(difference.outcome());
      }
    }
    if (Set.of(Outcome.PASSED_OVER).containsAll(outcomes)) {
      terminal.say("warning", "no ContainerPatch, Pod or workload and no settings to compare");
    }
    return outcomes;
  }

  /** What was found out about an object. */
  enum Outcome {
    /** It changes nothing. */
    SAME,
    /** It changes something. */
    DIFFERENT,
    /** It is neither injected nor changes an injection. */
    PASSED_OVER,
    /** It is not valid, or would be refused. */
    FAILED
  }

  /**
   * What one object changes.
   *
   * @param text for the user
   */
  record Difference(String text, Outcome outcome) {
    static Difference of(String text, boolean differs) {
      return new Difference(text, differs ? Outcome.DIFFERENT : Outcome.SAME);
    }
  }

  private static List<JsonNode> objects(Document document) {
    return document.json().stream()
        .flatMap(json -> DocumentKinds.objects(json).stream())
        .map(Placed::json)
        .toList();
  }

  private Difference containerPatch(ClusterAccess cluster, ConfigHttp controlPlane, JsonNode object)
      throws CommandFailure, InterruptedException {
    try (var progress = new Progress(terminal, System::nanoTime)) {
      var workloads = new ContainerPatchDiff(cluster, controlPlane).of(object, progress);
      return Difference.of(ConfigText.workloads(workloads), !workloads.path("changed").isEmpty());
    }
  }

  private static Difference settings(ConfigHttp controlPlane, JsonNode object)
      throws CommandFailure {
    var section = object.at(SETTINGS);
    var patch = section.isMissingNode() ? object : section;
    var answer = controlPlane.patch("/config" + SETTINGS + "?dryRun=true", "*", patch);
    var change = answer.bodyOrFailure();
    return Difference.of(ConfigText.change(change), !change.path("changes").isEmpty());
  }
}
