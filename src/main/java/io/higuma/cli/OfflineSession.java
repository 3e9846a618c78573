package io.higuma.cli;

import io.higuma.cli.offline.CheckedDocuments;
import io.higuma.cli.offline.DocumentSurroundings;
import io.higuma.kuma.KubernetesName;
import io.higuma.kuma.NameChecks;
import io.higuma.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a command without a cluster has before it begins. */
sealed interface OfflineSession {

  /**
   * All that it needs.
   *
   * @param inputs the texts to work on
   * @param settings the settings in force
   * @param around the cluster that inputs and contexts describe
   * @param checked the documents that they hold, and which of them fit
   * @param complete whether all documents of the inputs could be read
   */
  record Ready(
      List<InputOptions.Input> inputs,
      Settings settings,
      DocumentSurroundings around,
      CheckedDocuments checked,
      boolean complete)
      implements OfflineSession {

    /** The exit code of a command that has done what it could. */
    int exitCode() {
      return complete && checked.violations().isEmpty() ? Exit.DONE : Exit.USAGE;
    }
  }

  /** It cannot begin; what is wrong has been said. */
  record Failed(int exitCode) implements OfflineSession {}

  /** Reads settings, inputs and contexts, and says everything that is wrong with them. */
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
        var around =
            new DocumentSurroundings(
                checked.objects(),
                new DocumentSurroundings.Assumptions(
                    cluster.namespace(),
                    settings.store().kubernetes().systemNamespace(),
                    !settings.meshDefaults().skipMeshCreation(),
                    allLabelled));
        around.warnings().forEach(warning -> terminal.say("warning", warning));
        yield new Ready(inputs, settings, around, checked, unreadable.isEmpty());
      }
    };
  }
}
