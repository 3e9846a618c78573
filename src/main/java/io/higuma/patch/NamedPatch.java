package io.higuma.patch;

import io.higuma.kuma.ContainerPatch;
import java.util.List;
import java.util.Optional;

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

  /** What injection needs of this resource. */
  public static NamedPatch of(ContainerPatch resource) {
    var version = resource.getMetadata().getResourceVersion();
    return new NamedPatch(
        resource.getMetadata().getName(),
        version == null ? "" : version,
        operations(resource.getSpec().sidecarPatch()),
        operations(resource.getSpec().initPatch()));
  }

  private static List<PatchOperation> operations(List<ContainerPatch.Operation> written) {
    return written.stream()
        .map(
            operation ->
                new PatchOperation(
                    operation.op(),
                    operation.path(),
                    Optional.ofNullable(operation.from()),
                    Optional.ofNullable(operation.value())))
        .toList();
  }
}
