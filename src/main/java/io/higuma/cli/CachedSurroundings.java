package io.higuma.cli;

import io.higuma.inject.PatchedSurroundings;
import io.higuma.inject.Surroundings;
import io.higuma.patch.NamedPatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Looks each object up once and keeps it. Not thread-safe. */
final class CachedSurroundings implements Surroundings {
  private final Surroundings base;
  private final Map<List<String>, Object> found = new HashMap<>();

  CachedSurroundings(Surroundings base) {
    this.base = base;
  }

  /** The same objects with another ContainerPatch. */
  Surroundings with(NamedPatch patch) {
    return new PatchedSurroundings(this, patch);
  }

  @Override
  public Optional<NamespaceView> namespace(String name) {
    return cached("namespace", name, () -> base.namespace(name));
  }

  @Override
  public boolean meshExists(String name) {
    return cached("mesh", name, () -> base.meshExists(name));
  }

  @Override
  public Optional<NamedPatch> containerPatch(String name) {
    return cached("patch", name, () -> base.containerPatch(name));
  }

  @Override
  public Optional<String> redirectConfig(String configMap) {
    return cached("redirection", configMap, () -> base.redirectConfig(configMap));
  }

  @Override
  public List<SelectingService> services(String namespace) {
    return cached("services", namespace, () -> base.services(namespace));
  }

  @Override
  public Set<String> dataplaneMeshes(String namespace) {
    return cached("dataplanes", namespace, () -> base.dataplaneMeshes(namespace));
  }

  @SuppressWarnings("unchecked")
  private <T> T cached(String kind, String name, Supplier<T> lookup) {
    // The kind determines the type.
    return (T) found.computeIfAbsent(List.of(kind, name), _ -> lookup.get());
  }
}
