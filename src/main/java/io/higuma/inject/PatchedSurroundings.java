package io.higuma.inject;

import io.higuma.patch.NamedPatch;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A cluster as if a ContainerPatch had been applied to it.
 *
 * @param cluster all other objects
 * @param patch replaces the one with the same name
 */
public record PatchedSurroundings(Surroundings cluster, NamedPatch patch) implements Surroundings {
  @Override
  public Optional<NamespaceView> namespace(String name) {
    return cluster.namespace(name);
  }

  @Override
  public boolean meshExists(String name) {
    return cluster.meshExists(name);
  }

  @Override
  public Optional<NamedPatch> containerPatch(String name) {
    return name.equals(patch.name()) ? Optional.of(patch) : cluster.containerPatch(name);
  }

  @Override
  public Optional<String> redirectConfig(String configMap) {
    return cluster.redirectConfig(configMap);
  }

  @Override
  public List<SelectingService> services(String namespace) {
    return cluster.services(namespace);
  }

  @Override
  public Set<String> dataplaneMeshes(String namespace) {
    return cluster.dataplaneMeshes(namespace);
  }
}
