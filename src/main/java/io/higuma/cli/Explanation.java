package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.inject.workload.ExplanationJson;
import io.higuma.inject.workload.ForeignWorkload;
import io.higuma.inject.workload.WorkloadOutcome;

/** Why one workload is injected or not. */
sealed interface Explanation {

  /** As JSON. */
  ObjectNode json();

  /** As a text table. */
  default String table(Terminal terminal) {
    return ExplanationText.of(json(), terminal);
  }

  /**
   * Explanation of a workload with a decision.
   *
   * @param outcome the decision and its result
   * @param pod its Pod or template before injection
   */
  record OfOutcome(WorkloadOutcome outcome, JsonNode pod) implements Explanation {
    @Override
    public ObjectNode json() {
      return ExplanationJson.of(outcome, pod);
    }
  }

  /**
   * Explanation of an object of an unknown kind: same format, with the kind as the only rule.
   *
   * @param workload the object
   */
  record OfForeign(ForeignWorkload workload) implements Explanation {
    @Override
    public ObjectNode json() {
      var json =
          JsonNodeFactory.instance
              .objectNode()
              .put("apiVersion", workload.apiVersion())
              .put("kind", workload.kind())
              .put("namespace", workload.namespace())
              .put("name", workload.name())
              .put("decision", "skip")
              .put("reason", DecidedWorkloads.UNKNOWN_KIND)
              .put("message", workload.sentence());
      json.putArray("warnings");
      json.putArray("trace")
          .addObject()
          .put("stage", "kind")
          .put("verdict", "skip")
          .put("code", DecidedWorkloads.UNKNOWN_KIND)
          .put("sentence", workload.sentence());
      json.putArray("changes");
      json.putArray("patch");
      return json;
    }
  }
}
