package io.higuma.patch;

import java.util.List;

/**
 * Which of our containers is patched: it decides the list of operations and the name that must
 * stay.
 */
public enum ContainerKind {
  /** The proxy. */
  SIDECAR("kuma-sidecar", "sidecarPatch"),
  /** Sets up the redirection of traffic. */
  INIT("kuma-init", "initPatch"),
  /** Checks the redirection that the CNI plugin set up. */
  VALIDATION("kuma-validation", "initPatch");

  private final String containerName;
  private final String list;

  ContainerKind(String containerName, String list) {
    this.containerName = containerName;
    this.list = list;
  }

  /** The name that the container has before and after patching. */
  public String containerName() {
    return containerName;
  }

  /** The field of a {@code ContainerPatch}'s spec with the operations for this container. */
  String list() {
    return list;
  }

  /** The operations of this patch for this container. */
  List<PatchOperation> operations(NamedPatch patch) {
    return switch (this) {
      case SIDECAR -> patch.sidecarPatch();
      case INIT, VALIDATION -> patch.initPatch();
    };
  }
}
