package io.higuma.patch;

import java.util.List;

/** The injected containers. The kind selects the list of operations and the required name. */
public enum ContainerKind {
  /** The sidecar proxy. */
  SIDECAR("kuma-sidecar", "sidecarPatch"),
  /** The init container that sets up traffic redirection. */
  INIT("kuma-init", "initPatch"),
  /** The init container that checks the redirection of the CNI plugin. */
  VALIDATION("kuma-validation", "initPatch");

  private final String containerName;
  private final String list;

  ContainerKind(String containerName, String list) {
    this.containerName = containerName;
    this.list = list;
  }

  /** The name of the container; patches must not change it. */
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
