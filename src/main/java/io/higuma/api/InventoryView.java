package io.higuma.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.higuma.inject.workload.Controller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Pods with their injection states and the connections of their sidecars.
 *
 * @param counts how many Pods are in each state
 * @param online how many sidecars are connected to a control plane
 * @param pods all of them, in the order of the API server; terminated Pods are omitted
 */
@Schema(
    name = "Inventory",
    requiredProperties = {"counts", "online", "pods"})
public record InventoryView(Map<String, Integer> counts, int online, List<InventoriedPod> pods) {

  /**
   * A Pod and its injection state.
   *
   * @param owner kind and name of its workload, such as {@code Deployment/shop}
   * @param injection its injection state
   * @param proxy the connection of its sidecar; absent if it has never connected
   */
  @Schema(
      name = "InventoriedPod",
      requiredProperties = {"namespace", "name", "owner", "injection"})
  public record InventoriedPod(
      String namespace,
      String name,
      String owner,
      Explanations.State injection,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ProxyView> proxy) {

    static InventoriedPod of(
        Controller controller, String name, Explanations.State state, Optional<ProxyView> proxy) {
      return new InventoriedPod(
          controller.namespace(), name, controller.kind() + "/" + controller.name(), state, proxy);
    }

    boolean isOnline() {
      return proxy.filter(ProxyView::online).isPresent();
    }
  }
}
