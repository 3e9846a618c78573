/**
 * Applies ContainerPatches to a rendered container and validates the result against the Kubernetes
 * schema; also the JSON patch of an admission response. Rendering is in {@code io.higuma.inject};
 * start with {@link io.higuma.patch.ContainerPatches}.
 */
@NullMarked
package io.higuma.patch;

import org.jspecify.annotations.NullMarked;
