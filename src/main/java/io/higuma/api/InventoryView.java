package io.higuma.api;

import io.higuma.inject.workload.Controller;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Pods with their injection states.
 *
 * @param counts how many Pods are in each state
 * @param pods all of them, in the order of the API server; terminated Pods are omitted
 */
@Schema(
    name = "Inventory",
    requiredProperties = {"counts", "pods"})
public record InventoryView(Map<String, Integer> counts, List<InventoriedPod> pods) {

  /**
   * A Pod and its injection state.
   *
   * @param owner kind and name of its workload, such as {@code Deployment/shop}
   * @param injection its injection state
   */
  @Schema(
      name = "InventoriedPod",
      requiredProperties = {"namespace", "name", "owner", "injection"})
  public record InventoriedPod(
      String namespace, String name, String owner, Explanations.State injection) {

    static InventoriedPod of(Controller controller, String name, Explanations.State state) {
      return new InventoriedPod(
          controller.namespace(), name, controller.kind() + "/" + controller.name(), state);
    }
  }
}
