package io.higuma.cli;

import io.higuma.cli.offline.CheckedDocuments;
import io.higuma.cli.offline.DocumentSurroundings;
import io.higuma.kuma.KubernetesName;
import io.higuma.kuma.NameChecks;
import io.higuma.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Inputs and settings of a command that runs without a cluster. */
sealed interface OfflineSession {

  /**
   * Everything was read.
   *
   * @param inputs the input texts
   * @param settings the active settings
   * @param surroundings the cluster state that inputs and contexts describe
   * @param checked their documents, and which of them are valid
   * @param complete whether all documents of the inputs could be parsed
   */
  record Ready(
      List<InputOptions.Input> inputs,
      Settings settings,
      DocumentSurroundings surroundings,
      CheckedDocuments checked,
      boolean complete)
      implements OfflineSession {

    /** The exit code of a command that processed all readable documents. */
    int exitCode() {
      return complete && checked.violations().isEmpty() ? Exit.DONE : Exit.USAGE;
    }
  }

  /** The command cannot run; the errors were printed. */
  record Failed(int exitCode) implements OfflineSession {}

  /** Reads settings, inputs and contexts, and prints all errors. */
  static OfflineSession of(
      InputOptions input, ClusterOptions cluster, boolean allLabelled, Terminal terminal) {
    var problems = new ArrayList<String>();
    new NameChecks()
        .add(KubernetesName.DNS_LABEL, "--namespace", cluster.namespace())
        .violations()
        .forEach(violation -> problems.add(violation.toString()));
    var inputs = input.read(terminal, problems);
    var contexts = InputOptions.read(cluster.contexts(), terminal, problems);
    contexts.forEach(context -> problems.addAll(context.unreadable()));
    inputs.forEach(one -> one.warnings().forEach(warning -> terminal.say("warning", warning)));
    var unreadable = inputs.stream().flatMap(one -> one.unreadable().stream()).toList();
    unreadable.forEach(problem -> terminal.say("error", problem));
    problems.forEach(problem -> terminal.say("error", problem));
    if (!problems.isEmpty()) {
      return new Failed(Exit.USAGE);
    }
    return switch (OfflineSettings.load(cluster, terminal)) {
      case OfflineSettings.Bad(int exitCode) -> new Failed(exitCode);
      case OfflineSettings.Good good -> {
        var settings = good.settings();
        var checked = new CheckedDocuments();
        Stream.of(contexts, inputs)
            .flatMap(List::stream)
            .flatMap(one -> one.documents().stream())
            .forEach(checked::add);
        checked.violations().forEach(violation -> terminal.say("error", violation.toString()));
        var surroundings =
            new DocumentSurroundings(
                checked.objects(),
                new DocumentSurroundings.Assumptions(
                    cluster.namespace(),
                    settings.store().kubernetes().systemNamespace(),
                    !settings.meshDefaults().skipMeshCreation(),
                    allLabelled));
        surroundings.warnings().forEach(warning -> terminal.say("warning", warning));
        yield new Ready(inputs, settings, surroundings, checked, unreadable.isEmpty());
      }
    };
  }
}
