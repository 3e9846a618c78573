package io.higuma.dataplane;

import io.higuma.dataplane.CachedPod.Identity;
import io.higuma.dataplane.CachedPod.OwnerView;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lookup of the objects that the conversion of a Pod reads. Implementations read from memory: no
 * call waits for the network.
 */
public interface RelatedObjects {

  /** The Mesh of this name. */
  Optional<MeshView> mesh(String name);

  /** The Mesh set on a Namespace; see {@link MeshName#ofNamespace}. */
  Optional<String> meshOfNamespace(String namespace);

  /** The Services of this namespace, in any order. */
  Collection<ServiceView> services(String namespace);

  /** The Service of this name. */
  Optional<ServiceView> service(String namespace, String name);

  /** The names of the Services of the Pod's namespace that have an EndpointSlice with its UID. */
  Set<String> servicesTargeting(Identity pod);

  /** The owner references of this ReplicaSet; empty if there is no such ReplicaSet. */
  Optional<List<OwnerView>> ownersOfReplicaSet(String namespace, String name);

  /** The owner references of this Job; empty if there is no such Job. */
  Optional<List<OwnerView>> ownersOfJob(String namespace, String name);

  /** The labels of this Node; empty if there is no such Node. */
  Optional<Map<String, String>> nodeLabels(String node);

  /**
   * The endpoints of all Dataplanes of this Mesh; see {@link ProxyNetworking#endpoints}. Called
   * only if outbounds are written into Dataplanes.
   */
  Collection<MeshEndpoint> endpoints(String mesh);
}
