package io.higuma.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A rendered container before patches, for the dry run of a patch.
 *
 * @param kind which container
 * @param pods the Pods that get it, such as {@code native sidecars}
 * @param inForce whether Pods get it with the current settings
 * @param container the container; must not be modified
 */
public record ContainerVariant(
    ContainerKind kind, String pods, boolean inForce, ObjectNode container) {}
