package io.higuma.inject;

import io.higuma.patch.NamedPatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The cluster around a Pod, as far as a decision needs it. Answers come from memory: no call waits
 * for the network. A look-up that cannot be answered throws {@link LookupFailed}; it never says
 * "absent" instead.
 */
public interface Surroundings {

  /** The Namespace of this name. */
  Optional<NamespaceView> namespace(String name);

  /** Whether the Mesh of this name exists. */
  boolean meshExists(String name);

  /** The ContainerPatch of this name in the system namespace. */
  Optional<NamedPatch> containerPatch(String name);

  /** The key {@code config.yaml} of this ConfigMap in the system namespace. */
  Optional<String> redirectConfig(String configMap);

  /** The Services of this namespace. */
  List<ServiceView> services(String namespace);

  /** The meshes of the Dataplanes in this namespace. */
  Set<String> dataplaneMeshes(String namespace);

  /**
   * What a decision reads of a Namespace.
   *
   * @param labels its labels
   * @param annotations its annotations
   */
  record NamespaceView(Map<String, String> labels, Map<String, String> annotations) {
    /** One that says nothing. */
    static final NamespaceView BARE = new NamespaceView(Map.of(), Map.of());
  }

  /**
   * What a decision reads of a Service.
   *
   * @param name its name
   * @param labels its labels
   * @param annotations its annotations
   * @param selector its selector; empty where it has none
   */
  record ServiceView(
      String name,
      Map<String, String> labels,
      Map<String, String> annotations,
      Map<String, String> selector) {}

  /** A look-up that could not be answered; the Pod is refused, never let through. */
  final class LookupFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what could not be read and why. */
    public LookupFailed(String message) {
      super(message);
    }
  }
}
