package io.higuma.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Workloads with the injection states of their Pods.
 *
 * @param at when the Pods were read
 * @param counts how many Pods of the workloads that match are in each state
 * @param total how many workloads match
 * @param next the path and query of the next page; absent if there is none
 * @param workloads one page of them, sorted by namespace, kind and name
 */
@Schema(
    name = "Workloads",
    requiredProperties = {"at", "counts", "total", "workloads"})
public record InventoriedWorkloads(
    String at,
    Map<String, Integer> counts,
    int total,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> next,
    List<InventoriedWorkload> workloads) {}
