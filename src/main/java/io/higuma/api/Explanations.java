package io.higuma.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The form of explanations. They are made as JSON where the command line makes them, too; this says
 * what that has.
 *
 * @param workloads one for each Pod or template
 */
@Schema(name = "Explanations", requiredProperties = "workloads")
public record Explanations(List<Workload> workloads) {

  /**
   * Why one workload is injected or not.
   *
   * @param mesh the mesh; only where it is injected
   * @param reason a stable word; only where it is not injected
   * @param message a sentence; only where it is skipped
   * @param violations only where it is refused
   * @param warnings what should be looked at
   * @param trace the rules tried
   * @param changes what would be changed, a line each
   * @param patch the same as a JSON patch
   * @param state how it stands; only for Pods of the cluster
   * @param dataplane how its Dataplane comes about; only for Pods of the cluster
   */
  @Schema(
      name = "Explanation",
      requiredProperties = {
        "apiVersion",
        "kind",
        "namespace",
        "name",
        "decision",
        "warnings",
        "trace",
        "changes",
        "patch"
      })
  public record Workload(
      String apiVersion,
      String kind,
      String namespace,
      String name,
      @Schema(enumeration = {"inject", "skip", "reject"}) String decision,
      String mesh,
      String reason,
      String message,
      List<Problem.One> violations,
      List<String> warnings,
      List<Step> trace,
      List<String> changes,
      List<Object> patch,
      State state,
      Dataplane dataplane) {}

  /** One rule. */
  @Schema(
      name = "Step",
      requiredProperties = {"stage", "verdict", "code", "sentence"})
  public record Step(String stage, String verdict, String code, String sentence) {}

  /**
   * How a Pod of the cluster stands to injection.
   *
   * @param state a stable word
   * @param reason why it is skipped or would be refused; a stable word
   * @param message the same as a sentence
   * @param reasons in what that which it was made from differs from what is in force
   * @param changes what would be different if it were created now, a line each
   */
  @Schema(
      name = "PodState",
      requiredProperties = {"state", "reasons", "changes"})
  public record State(
      @Schema(enumeration = {"injected", "outdated", "skipped", "missing", "unknown"}) String state,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> reason,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> message,
      List<String> reasons,
      List<String> changes) {}

  /**
   * How a Dataplane comes about.
   *
   * @param reason why there is none; a stable word
   * @param message the same as a sentence
   * @param services the Services of the namespace, and what became of their ports
   * @param problems what stands in the way, or what should be looked at
   * @param dataplane the resource
   */
  @Schema(
      name = "DataplaneExplanation",
      requiredProperties = {"result", "services", "problems"})
  public record Dataplane(
      @Schema(enumeration = {"dataplane", "none", "failed"}) String result,
      String mesh,
      String reason,
      String message,
      List<Service> services,
      List<Problem.One> problems,
      @Schema(implementation = Object.class) Object dataplane) {}

  /** One Service. */
  @Schema(
      name = "ServiceStep",
      requiredProperties = {"service", "match", "matches", "sentence", "ports"})
  public record Service(
      String service, String match, boolean matches, String sentence, List<Port> ports) {}

  /** One of its ports. */
  @Schema(
      name = "PortStep",
      requiredProperties = {"port", "targetPort", "containerPort", "fate", "sentence"})
  public record Port(
      int port, String targetPort, int containerPort, String fate, String sentence) {}
}
