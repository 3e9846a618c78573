package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cli.ConfigConnection.CommandFailure;
import io.higuma.cli.KubectlDiffCommand.Difference;
import io.higuma.cli.KubectlDiffCommand.Outcome;
import io.higuma.cli.documents.Document;
import io.higuma.inject.workload.ForeignWorkload;
import io.higuma.inject.workload.Workload;

/** Shows what injection adds to the Pods and workloads of documents, by the control plane's API. */
final class WorkloadDiff {
  private static final int BAD_REQUEST = 400;
  private static final int UNPROCESSABLE = 422;

  private final ConfigHttp controlPlane;
  private final String namespace;
  private final Terminal terminal;

  /**
   * Compares with this control plane.
   *
   * @param namespace of objects without a namespace
   * @param terminal gets why workloads are skipped or refused, and all warnings
   */
  WorkloadDiff(ConfigHttp controlPlane, String namespace, Terminal terminal) {
    this.controlPlane = controlPlane;
    this.namespace = namespace;
    this.terminal = terminal;
  }

  /**
   * What injection adds to an object.
   *
   * @param document the document that has it, for messages
   * @throws CommandFailure if the control plane cannot be asked
   */
  Difference of(Document document, JsonNode object) throws CommandFailure {
    var workloads = Workload.in(object, namespace);
    if (workloads.isEmpty()) {
      for (var foreign : ForeignWorkload.in(object, namespace)) {
        terminal.say(
            "skipped", foreign + ": " + DecidedWorkloads.UNKNOWN_KIND + ": " + foreign.sentence());
      }
      return new Difference("", Outcome.PASSED_OVER);
    }
    var answer = controlPlane.query("/preview?namespace=" + namespace, object);
    if (answer.status() == BAD_REQUEST || answer.status() == UNPROCESSABLE) {
      var where =
          "%s, line %d: %s: ".formatted(document.place(), document.line(), workloads.getFirst());
      answer.problems().forEach(problem -> terminal.say("error", where + problem));
      return new Difference("", Outcome.FAILED);
    }
    var preview = answer.bodyOrFailure();
    var diff = preview.path("diff").asText();
    return isRefused(preview)
        ? new Difference(diff, Outcome.FAILED)
        : Difference.of(diff, !diff.isEmpty());
  }

  /** Reports the decisions, and returns whether one of them is a refusal. */
  private boolean isRefused(JsonNode preview) {
    boolean refused = false;
    for (var workload : preview.path("workloads")) {
      var name =
          "%s %s/%s: "
              .formatted(
                  workload.path("kind").asText(),
                  workload.path("namespace").asText(),
                  workload.path("name").asText());
      for (var warning : workload.path("warnings")) {
        terminal.say("warning", name + warning.asText());
      }
      var why = name + workload.path("reason").asText() + ": " + workload.path("message").asText();
      switch (workload.path("decision").asText()) {
        case "skip" -> terminal.say("skipped", why);
        case "reject" -> {
          terminal.say("refused", why);
          refused = true;
        }
        default -> {}
      }
    }
    return refused;
  }
}
