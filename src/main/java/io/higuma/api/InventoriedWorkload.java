package io.higuma.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A workload and how its Pods are injected.
 *
 * @param namespace its namespace
 * @param kind its kind, such as {@code Deployment}; {@code Pod} for a Pod without a controller
 * @param name its name
 * @param pods the number of its Pods
 * @param counts how many of them are in each state; only states that occur
 * @param notReady how many of them are not ready
 * @param online how many of their sidecars are connected to a control plane
 * @param reason why the first Pod is not injected or is outdated, as a sentence; absent if all are
 *     injected
 */
@Schema(
    name = "InventoriedWorkload",
    requiredProperties = {"namespace", "kind", "name", "pods", "counts", "notReady", "online"})
public record InventoriedWorkload(
    String namespace,
    String kind,
    String name,
    int pods,
    Map<String, Integer> counts,
    int notReady,
    int online,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> reason) {

  /** Groups the Pods of one workload; at least one. */
  static InventoriedWorkload of(List<InventoryView.InventoriedPod> pods) {
    var first = pods.getFirst();
    int slash = first.owner().indexOf('/');
    return new InventoriedWorkload(
        first.namespace(),
        first.owner().substring(0, slash),
        first.owner().substring(slash + 1),
        pods.size(),
        InventorySnapshot.countStates(pods, Map.of()),
        InventorySnapshot.count(pods, pod -> !pod.ready()),
        InventorySnapshot.count(pods, InventoryView.InventoriedPod::hasOnlineSidecar),
        pods.stream().flatMap(pod -> pod.injection().sentence().stream()).findFirst());
  }
}
