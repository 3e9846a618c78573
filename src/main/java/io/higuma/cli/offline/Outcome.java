package io.higuma.cli.offline;

import io.higuma.inject.Decision;

/**
 * What becomes of one workload.
 *
 * @param workload the workload
 * @param decision the decision about its Pods
 */
public record Outcome(Workload workload, Decision decision) {}
