package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cli.documents.Document;
import io.higuma.cli.offline.StreamSurroundings;
import io.higuma.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/** What a command without a cluster has before it begins. */
sealed interface Prepared {

  /**
   * All that it needs.
   *
   * @param inputs the texts to work on
   * @param settings the settings in force
   * @param around the cluster that inputs and contexts describe
   * @param objects what it is described by
   * @param complete whether all documents of the inputs could be read
   */
  record Ready(
      List<InputOptions.Input> inputs,
      Settings settings,
      StreamSurroundings around,
      List<JsonNode> objects,
      boolean complete)
      implements Prepared {}

  /** It cannot begin; what is wrong has been said. */
  record Failed(int exitCode) implements Prepared {}

  /** Reads settings, inputs and contexts, and says everything that is wrong with them. */
  static Prepared of(
      InputOptions input, ClusterOptions cluster, boolean allLabelled, Terminal terminal) {
    var problems = new ArrayList<String>();
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
        var objects = new ArrayList<JsonNode>();
        collect(contexts, objects);
        collect(inputs, objects);
        var around =
            new StreamSurroundings(
                objects,
                new StreamSurroundings.Assumptions(
                    cluster.namespace(),
                    settings.store().kubernetes().systemNamespace(),
                    !settings.meshDefaults().skipMeshCreation(),
                    allLabelled));
        around.warnings().forEach(warning -> terminal.say("warning", warning));
        yield new Ready(inputs, settings, around, objects, unreadable.isEmpty());
      }
    };
  }

  private static void collect(List<InputOptions.Input> inputs, List<JsonNode> objects) {
    for (var input : inputs) {
      for (Document document : input.documents()) {
        document.json().ifPresent(objects::add);
      }
    }
  }
}
