package io.higuma.xds.snapshot;

import io.higuma.dataplane.ProxyNetworking.BackendRef;
import io.higuma.dataplane.ProxyNetworking.TransparentProxy;
import io.higuma.xds.snapshot.MeshService.KubernetesPort;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The services that a proxy may reach: all, unless its Dataplane lists reachable services or
 * backends.
 */
final class VisibleServices {
  private static final String MESH_SERVICE = "MeshService";
  private final String namespace;
  private final Set<String> services;
  private final Optional<List<BackendRef>> backends;

  /**
   * Reads the lists of a proxy.
   *
   * @param namespace its namespace, for backends without one
   */
  VisibleServices(String namespace, Optional<TransparentProxy> proxy) {
    this.namespace = namespace;
    this.services = proxy.map(lists -> Set.copyOf(lists.reachableServices())).orElse(Set.of());
    this.backends = proxy.flatMap(TransparentProxy::reachableBackends);
  }

  /** Whether the proxy may reach all services. */
  boolean areAll() {
    return services.isEmpty() && backends.isEmpty();
  }

  boolean contains(MeshService service) {
    if (areAll()) {
      return true;
    }
    return services.contains(service.name())
        || backends.stream().flatMap(List::stream).anyMatch(ref -> refersTo(ref, service));
  }

  /** A MeshService stands for the Kubernetes Service of its name. */
  private boolean refersTo(BackendRef ref, MeshService service) {
    return ref.kind().equals(MESH_SERVICE)
        && service.kubernetes().filter(port -> refersTo(ref, port)).isPresent();
  }

  private boolean refersTo(BackendRef ref, KubernetesPort port) {
    String expected = ref.namespace().isEmpty() ? namespace : ref.namespace();
    return ref.name().equals(port.service())
        && expected.equals(port.namespace())
        && (ref.port() == 0 || ref.port() == port.port());
  }
}
