package io.higuma.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A container as injection renders it for some Pod, before patches.
 *
 * @param kind which container
 * @param pods whose container it is, such as {@code native sidecars}
 * @param inForce whether Pods get it under the present settings
 * @param container the container; not to be changed
 */
public record ContainerVariant(
    ContainerKind kind, String pods, boolean inForce, ObjectNode container) {}
