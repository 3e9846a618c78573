/**
 * Applies injection to workloads: finds Pod templates, injects and uninjects them, and compares
 * stored Pods with what injection renders now. Decisions and rendering are in {@link
 * io.higuma.inject}; start with {@link io.higuma.inject.workload.WorkloadInjection}.
 */
@NullMarked
package io.higuma.inject.workload;

import org.jspecify.annotations.NullMarked;
