package io.higuma.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.higuma.api.Problem;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The ContainerPatches of the system namespace.
 *
 * @param patches all of them, sorted by name
 */
@Schema(name = "Patches", requiredProperties = "patches")
public record PatchesView(List<Patch> patches) {

  /**
   * A ContainerPatch.
   *
   * @param status {@code valid}: it can be applied to the containers of all Pods; {@code depends}
   *     on the Pod or on patches before it; {@code fails} with the settings in force; {@code
   *     invalid}: it can never be applied
   * @param violations why it can never be applied
   * @param warnings sentences for the user
   * @param isDefault whether Pods that name no patches get it
   * @param namespaces the namespaces whose Pods may use it; absent if all may
   * @param users number of the workloads that use it
   * @param workloads some of them as {@code namespace/kind/name}, sorted, at most 20
   * @param sidecarPatch operations for the sidecar
   * @param initPatch operations for the init container
   */
  @Schema(
      name = "Patch",
      requiredProperties = {
        "name",
        "status",
        "violations",
        "warnings",
        "isDefault",
        "users",
        "workloads",
        "sidecarPatch",
        "initPatch"
      })
  public record Patch(
      String name,
      @Schema(enumeration = {"valid", "depends", "fails", "invalid"}) String status,
      List<Problem.Single> violations,
      List<String> warnings,
      boolean isDefault,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<String>> namespaces,
      int users,
      List<String> workloads,
      List<Operation> sidecarPatch,
      List<Operation> initPatch) {}

  /**
   * An operation as it is written in the resource.
   *
   * @param value a text that holds JSON
   */
  @Schema(
      name = "PatchOperation",
      requiredProperties = {"op", "path"})
  public record Operation(
      String op,
      String path,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> from,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> value) {}
}
