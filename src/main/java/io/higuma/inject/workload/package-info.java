/** Workloads around Pods: where a Pod is in them, what it was before injection and would be now. */
@NullMarked
package io.higuma.inject.workload;

import org.jspecify.annotations.NullMarked;
