package io.higuma.patch;

import java.util.List;

/**
 * A {@code ContainerPatch} of the system namespace, reduced to what injection needs.
 *
 * @param name its name
 * @param resourceVersion which version of it was read; empty where there is none (offline)
 * @param sidecarPatch operations for {@code kuma-sidecar}
 * @param initPatch operations for {@code kuma-init} and {@code kuma-validation}
 */
public record NamedPatch(
    String name,
    String resourceVersion,
    List<PatchOperation> sidecarPatch,
    List<PatchOperation> initPatch) {

  /** Copies the lists. */
  public NamedPatch {
    sidecarPatch = List.copyOf(sidecarPatch);
    initPatch = List.copyOf(initPatch);
  }
}
