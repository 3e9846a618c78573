package io.higuma.api;

import io.higuma.inject.workload.Controller;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How Pods stand to injection.
 *
 * @param counts how many Pods are in each state
 * @param pods all of them, in the order of the API server; those that have ended are left out
 */
@Schema(
    name = "Inventory",
    requiredProperties = {"counts", "pods"})
public record InventoryView(Map<String, Integer> counts, List<One> pods) {

  /**
   * One Pod.
   *
   * @param owner kind and name of its workload, such as {@code Deployment/shop}
   * @param injection how it stands
   */
  @Schema(
      name = "InventoriedPod",
      requiredProperties = {"namespace", "name", "owner", "injection"})
  public record One(String namespace, String name, String owner, Explanations.State injection) {

    static One of(Controller controller, String name, Explanations.State state) {
      return new One(
          controller.namespace(), name, controller.kind() + "/" + controller.name(), state);
    }
  }
}
