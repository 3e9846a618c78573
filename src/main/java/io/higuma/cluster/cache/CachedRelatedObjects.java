package io.higuma.cluster.cache;

import io.higuma.dataplane.CachedPod.Identity;
import io.higuma.dataplane.CachedPod.OwnerView;
import io.higuma.dataplane.MeshEndpoint;
import io.higuma.dataplane.MeshName;
import io.higuma.dataplane.MeshView;
import io.higuma.dataplane.RelatedObjects;
import io.higuma.dataplane.ServiceView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Objects related to a Pod, read from the stores. */
public final class CachedRelatedObjects implements RelatedObjects {
  private final ClusterStores stores;

  /** Reads from these stores, which must be synced. */
  public CachedRelatedObjects(ClusterStores stores) {
    this.stores = stores;
  }

  @Override
  public Optional<MeshView> mesh(String name) {
    return stores.meshes().store().find("", name);
  }

  @Override
  public Optional<String> meshOfNamespace(String namespace) {
    return stores
        .namespaces()
        .store()
        .find("", namespace)
        .flatMap(n -> MeshName.ofNamespace(n.view().labels(), n.view().annotations()));
  }

  @Override
  public Collection<ServiceView> services(String namespace) {
    return stores.services().store().in(namespace);
  }

  @Override
  public Optional<ServiceView> service(String namespace, String name) {
    return stores.services().store().find(namespace, name);
  }

  @Override
  public Set<String> servicesTargeting(Identity pod) {
    Set<String> services = new HashSet<>();
    for (var slice : stores.endpointSlices().store().in(pod.namespace())) {
      if (slice.podUids().contains(pod.uid())) {
        services.add(slice.service());
      }
    }
    return services;
  }

  @Override
  public Optional<List<OwnerView>> ownersOfReplicaSet(String namespace, String name) {
    return stores.replicaSets().store().find(namespace, name);
  }

  @Override
  public Optional<List<OwnerView>> ownersOfJob(String namespace, String name) {
    return stores.jobs().store().find(namespace, name);
  }

  @Override
  public Optional<Map<String, String>> nodeLabels(String node) {
    return stores.nodes().store().find("", node);
  }

  @Override
  public Collection<MeshEndpoint> endpoints(String mesh) {
    List<MeshEndpoint> endpoints = new ArrayList<>();
    stores
        .dataplanes()
        .store()
        .forEach(
            (key, dataplane) -> {
              if (dataplane.mesh().equals(mesh)) {
                endpoints.addAll(dataplane.networking().endpoints());
              }
            });
    return endpoints;
  }
}
