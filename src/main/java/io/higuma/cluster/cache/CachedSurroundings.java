package io.higuma.cluster.cache;

import io.higuma.dataplane.ServiceView;
import io.higuma.inject.Surroundings;
import io.higuma.patch.NamedPatch;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Cluster objects that injection needs, read from the stores. */
public final class CachedSurroundings implements Surroundings {
  private final ClusterStores stores;

  /** Reads from these stores. */
  public CachedSurroundings(ClusterStores stores) {
    this.stores = stores;
  }

  @Override
  public Optional<NamespaceView> namespace(String name) {
    return synced(stores.namespaces()).find("", name).map(CachedNamespace::view);
  }

  @Override
  public boolean meshExists(String name) {
    return synced(stores.meshes()).find("", name).isPresent();
  }

  @Override
  public Optional<NamedPatch> containerPatch(String name) {
    return synced(stores.containerPatches()).find(stores.systemNamespace(), name);
  }

  @Override
  public Optional<String> redirectConfig(String configMap) {
    return synced(stores.systemConfigMaps())
        .find(stores.systemNamespace(), configMap)
        .flatMap(SystemConfigMap::redirection);
  }

  @Override
  public List<SelectingService> services(String namespace) {
    return synced(stores.services()).in(namespace).stream()
        .map(CachedSurroundings::selecting)
        .toList();
  }

  /** Reduces a Service to the fields that injection reads. */
  static SelectingService selecting(ServiceView service) {
    return new SelectingService(
        service.name(), service.labels(), service.annotations(), service.selector());
  }

  @Override
  public Set<String> dataplaneMeshes(String namespace) {
    return synced(stores.dataplanes()).in(namespace).stream()
        .map(CachedDataplane::mesh)
        .collect(Collectors.toSet());
  }

  /** Fails before the sync: until then, a missing object does not mean that it does not exist. */
  private static <V> ObjectStore<V> synced(Informer<V> informer) {
    if (!informer.synced().isDone()) {
      throw new LookupFailed(informer.describe() + " have not been read yet");
    }
    return informer.store();
  }
}
