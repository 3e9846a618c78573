package io.higuma.cluster.cache;

import io.higuma.inject.Surroundings;
import io.higuma.patch.NamedPatch;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The cluster around a Pod as the stores have it. */
public final class CachedSurroundings implements Surroundings {
  private final ClusterStores stores;

  /** Answers from these stores. */
  public CachedSurroundings(ClusterStores stores) {
    this.stores = stores;
  }

  @Override
  public Optional<NamespaceView> namespace(String name) {
    return of(stores.namespaces()).find("", name).map(NamespaceFacts::view);
  }

  @Override
  public boolean meshExists(String name) {
    return of(stores.meshes()).find("", name).isPresent();
  }

  @Override
  public Optional<NamedPatch> containerPatch(String name) {
    return of(stores.containerPatches()).find(stores.systemNamespace(), name);
  }

  @Override
  public Optional<String> redirectConfig(String configMap) {
    return of(stores.redirectConfigs())
        .find(stores.systemNamespace(), configMap)
        .flatMap(config -> config);
  }

  @Override
  public List<ServiceView> services(String namespace) {
    return of(stores.services()).in(namespace).stream().map(CachedSurroundings::view).toList();
  }

  /** What a decision reads of a Service. */
  static ServiceView view(io.higuma.dataplane.ServiceView service) {
    return new ServiceView(
        service.name(), service.labels(), service.annotations(), service.selector());
  }

  @Override
  public Set<String> dataplaneMeshes(String namespace) {
    return of(stores.dataplanes()).in(namespace).stream()
        .map(CachedDataplane::mesh)
        .collect(Collectors.toSet());
  }

  /** A store that has not been filled knows nothing: neither that something is there nor not. */
  private static <V> ObjectStore<V> of(Informer<V> watched) {
    if (!watched.synced().isDone()) {
      throw new LookupFailed(watched.describe() + " have not been read yet");
    }
    return watched.store();
  }
}
