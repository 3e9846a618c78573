package io.higuma.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * OpenAPI schema of explanations. The JSON itself is built by the code that the command line uses.
 *
 * @param workloads one for each Pod or template
 */
@Schema(name = "Explanations", requiredProperties = "workloads")
public record Explanations(List<Workload> workloads) {

  /**
   * Why a workload is injected or not.
   *
   * @param mesh the mesh; only if it is injected
   * @param reason a stable code; only if it is not injected
   * @param message a sentence; only if it is skipped
   * @param violations only if it is rejected
   * @param warnings warnings about the workload
   * @param trace the rules that were evaluated
   * @param changes what would be changed, one line each
   * @param patch the changes as a JSON patch
   * @param state its injection state; only for Pods of the cluster
   * @param dataplane the conversion to its Dataplane; only for Pods of the cluster
   * @param proxy the connection of its sidecar; only for Pods whose sidecar has connected
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
      List<Problem.Single> violations,
      List<String> warnings,
      List<Step> trace,
      List<String> changes,
      List<Object> patch,
      State state,
      Dataplane dataplane,
      ProxyView proxy) {}

  /** One rule. */
  @Schema(
      name = "Step",
      requiredProperties = {"stage", "verdict", "code", "sentence"})
  public record Step(String stage, String verdict, String code, String sentence) {}

  /**
   * The injection state of a Pod of the cluster.
   *
   * @param state a stable code
   * @param reason why it is skipped or would be rejected; a stable code
   * @param message the reason as a sentence
   * @param reasons how its provenance differs from the configuration in force
   * @param changes what would be different if it were created now, one line each
   */
  @Schema(
      name = "PodState",
      requiredProperties = {"state", "reasons", "changes"})
  public record State(
      @Schema(enumeration = {"injected", "outdated", "skipped", "missing", "unknown"}) String state,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> reason,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> message,
      List<String> reasons,
      List<String> changes) {

    /** Why it is not injected as it would be now; empty if it is. */
    public Optional<String> sentence() {
      return message.or(() -> reasons.stream().findFirst());
    }
  }

  /**
   * How a Pod is converted to a Dataplane.
   *
   * @param reason why there is none; a stable code
   * @param message the reason as a sentence
   * @param services the Services of the namespace, and what their ports produced
   * @param problems errors and warnings
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
      List<Problem.Single> problems,
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
