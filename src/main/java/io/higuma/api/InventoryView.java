package io.higuma.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Pods with their injection states and the connections of their sidecars.
 *
 * @param at when they were read
 * @param counts how many of the Pods that match are in each state
 * @param online how many of their sidecars are connected to a control plane
 * @param total how many Pods match
 * @param next the path and query of the next page; absent if there is none
 * @param pods one page of them, in the order of the API server; terminated Pods are omitted
 */
@Schema(
    name = "Inventory",
    requiredProperties = {"at", "counts", "online", "total", "pods"})
public record InventoryView(
    String at,
    Map<String, Integer> counts,
    int online,
    int total,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> next,
    List<InventoriedPod> pods) {

  /**
   * A Pod and its injection state.
   *
   * @param owner kind and name of its workload, such as {@code Deployment/shop}
   * @param ready whether its condition {@code Ready} is true
   * @param injection its injection state
   * @param proxy the connection of its sidecar; absent if it has never connected
   */
  @Schema(
      name = "InventoriedPod",
      requiredProperties = {"namespace", "name", "owner", "ready", "injection"})
  public record InventoriedPod(
      String namespace,
      String name,
      String owner,
      boolean ready,
      Explanations.State injection,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ProxyView> proxy) {

    /** Whether its sidecar is connected to a control plane. No getter: it would be in the JSON. */
    public boolean hasOnlineSidecar() {
      return proxy.filter(ProxyView::online).isPresent();
    }
  }
}
