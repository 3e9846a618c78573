package io.higuma.inject;

import io.higuma.patch.NamedPatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The cluster objects that decisions read. Implementations read from memory: no call waits for the
 * network. A lookup that cannot be answered throws {@link LookupFailed} and never returns absent.
 */
public interface Surroundings {

  /** The Namespace with this name. */
  Optional<NamespaceView> namespace(String name);

  /** Whether the Mesh with this name exists. */
  boolean meshExists(String name);

  /** The ContainerPatch with this name in the system namespace. */
  Optional<NamedPatch> containerPatch(String name);

  /** The key {@code config.yaml} of this ConfigMap in the system namespace. */
  Optional<String> redirectConfig(String configMap);

  /** The Services of this namespace. */
  List<SelectingService> services(String namespace);

  /** The meshes of the Dataplanes in this namespace. */
  Set<String> dataplaneMeshes(String namespace);

  /**
   * The parts of a Namespace that decisions read.
   *
   * @param labels its labels
   * @param annotations its annotations
   */
  record NamespaceView(Map<String, String> labels, Map<String, String> annotations) {
    /** A Namespace without labels and annotations. */
    static final NamespaceView BARE = new NamespaceView(Map.of(), Map.of());
  }

  /**
   * A Service with the labels of the Pods that it selects.
   *
   * @param name its name
   * @param labels its labels
   * @param annotations its annotations
   * @param selector labels of the Pods that it selects; empty if it selects none
   */
  record SelectingService(
      String name,
      Map<String, String> labels,
      Map<String, String> annotations,
      Map<String, String> selector) {}

  /** A lookup could not be answered; the Pod is rejected. */
  final class LookupFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The message names the object and the cause. */
    public LookupFailed(String message) {
      super(message);
    }
  }
}
