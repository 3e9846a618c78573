package io.higuma.xds.snapshot;

import java.util.Optional;

/**
 * The identity of a proxy: the Mesh, name and namespace of its Dataplane.
 *
 * @param mesh its Mesh
 * @param name the name of the Pod and of its Dataplane
 * @param namespace their namespace
 */
public record ProxyIdentity(String mesh, String name, String namespace) {

  /**
   * Parses the id of a node, {@code <mesh>.<name>.<namespace>}. Names of Pods may contain dots,
   * those of Meshes and Namespaces cannot.
   */
  public static Optional<ProxyIdentity> ofNode(String id) {
    int first = id.indexOf('.');
    return first <= 0 ? Optional.empty() : of(id.substring(0, first), id.substring(first + 1));
  }

  /** The proxy of this Mesh with a name {@code <name>.<namespace>}. */
  public static Optional<ProxyIdentity> of(String mesh, String fullName) {
    int last = fullName.lastIndexOf('.');
    return mesh.isEmpty() || last <= 0 || last == fullName.length() - 1
        ? Optional.empty()
        : Optional.of(
            new ProxyIdentity(mesh, fullName.substring(0, last), fullName.substring(last + 1)));
  }

  /** The name and namespace, {@code <name>.<namespace>}. */
  public String fullName() {
    return name + "." + namespace;
  }

  /** The id of its node. */
  public String node() {
    return mesh + "." + fullName();
  }
}
