package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.inject.Decision;
import io.higuma.inject.Trace.Step;
import io.higuma.kuma.Violation;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** JSON form of the decision about a workload, used by the command line and the API. */
public final class ExplanationJson {
  private static final String REASON = "reason";
  private static final String DECISION = "decision";

  private ExplanationJson() {}

  /**
   * Returns the explanation of one workload.
   *
   * @param pod its Pod or template before injection
   */
  public static ObjectNode of(WorkloadOutcome outcome, JsonNode pod) {
    var workload = outcome.workload();
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", workload.apiVersion())
            .put("kind", workload.kind())
            .put("namespace", workload.namespace())
            .put("name", workload.name());
    decision(outcome.decision(), json);
    var warnings = json.putArray("warnings");
    outcome.decision().warnings().forEach(warnings::add);
    trace(outcome.decision(), json);
    var changes = json.putArray("changes");
    changes(outcome.decision(), pod).forEach(changes::add);
    json.set("patch", outcome.patchOfWorkload());
    return json;
  }

  /** The steps of the trace, sorted by stage. */
  public static List<Step> steps(Decision decision) {
    return decision.trace().steps().stream().sorted(Comparator.comparing(Step::stage)).toList();
  }

  /** The changes, one line each. */
  public static List<String> changes(Decision decision, JsonNode pod) {
    return switch (decision) {
      case Decision.Inject inject -> PatchSummary.of(inject.patch(), pod);
      case Decision.Skip skip -> PatchSummary.of(skip.repairs(), pod);
      case Decision.Reject _ -> List.of();
    };
  }

  private static void decision(Decision decision, ObjectNode json) {
    switch (decision) {
      case Decision.Inject inject -> json.put(DECISION, "inject").put("mesh", inject.mesh());
      case Decision.Skip skip ->
          json.put(DECISION, "skip")
              .put(REASON, skip.reason().code())
              .put("message", skip.message());
      case Decision.Reject reject -> {
        json.put(DECISION, "reject").put(REASON, reject.reason().code());
        var violations = json.putArray("violations");
        for (Violation violation : reject.violations()) {
          violations
              .addObject()
              .put("path", violation.path())
              .put("code", violation.code())
              .put("message", violation.message());
        }
      }
    }
  }

  private static void trace(Decision decision, ObjectNode json) {
    var trace = json.putArray("trace");
    for (var step : steps(decision)) {
      trace
          .addObject()
          .put("stage", step.stage().name().toLowerCase(Locale.ROOT))
          .put("verdict", step.verdict().name().toLowerCase(Locale.ROOT))
          .put("code", step.code())
          .put("sentence", step.sentence());
    }
  }
}
