package io.higuma.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.inject.Decision;
import io.higuma.inject.workload.WorkloadOutcome;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Preview of the injection of an object.
 *
 * @param object the object after injection; unchanged if nothing is injected
 * @param diff the changes as a unified diff of YAML; empty if there are none
 * @param workloads the decision about each Pod or template in it
 */
@Schema(
    name = "Preview",
    requiredProperties = {"object", "diff", "workloads"})
public record PreviewView(
    @Schema(implementation = Object.class) JsonNode object,
    String diff,
    List<Previewed> workloads) {

  /**
   * The decision about a Pod or template.
   *
   * @param decision whether it is injected, skipped or rejected
   * @param reason a stable code, if it is not injected
   * @param message a sentence, if it is not injected
   * @param warnings warnings about the workload
   */
  @Schema(
      name = "Previewed",
      requiredProperties = {"kind", "namespace", "name", "decision", "warnings"})
  public record Previewed(
      String kind,
      String namespace,
      String name,
      @Schema(enumeration = {"inject", "skip", "reject"}) String decision,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> reason,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> message,
      List<String> warnings) {

    static Previewed of(WorkloadOutcome outcome) {
      return switch (outcome.decision()) {
        case Decision.Inject _ -> of(outcome, "inject", Optional.empty(), Optional.empty());
        case Decision.Skip skip ->
            of(outcome, "skip", Optional.of(skip.reason().code()), Optional.of(skip.message()));
        case Decision.Reject reject ->
            of(
                outcome,
                "reject",
                Optional.of(reject.reason().code()),
                Optional.of(reject.message()));
      };
    }

    private static Previewed of(
        WorkloadOutcome outcome,
        String decision,
        Optional<String> reason,
        Optional<String> message) {
      var workload = outcome.workload();
      return new Previewed(
          workload.kind(),
          workload.namespace(),
          workload.name(),
          decision,
          reason,
          message,
          outcome.decision().warnings());
    }
  }
}
