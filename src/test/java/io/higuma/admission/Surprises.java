package io.higuma.admission;

import io.higuma.inject.KumaCluster;
import io.higuma.inject.Surroundings;
import io.higuma.patch.NamedPatch;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A cluster with replaced Namespace reads; all other reads are those of Kuma's test cluster. */
record Surprises(Supplier<Optional<Surroundings.NamespaceView>> namespaces, Surroundings others)
    implements Surroundings {

  static Surprises knowingNoNamespace() {
    return new Surprises(Optional::empty, new KumaCluster());
  }

  /** Every read of a Namespace throws what {@code failure} throws. */
  static Surprises failing(Runnable failure) {
    return new Surprises(
        () -> {
          failure.run();
          return Optional.empty();
        },
        new KumaCluster());
  }

  @Override
  public Optional<NamespaceView> namespace(String name) {
    return namespaces.get();
  }

  @Override
  public boolean meshExists(String name) {
    return others.meshExists(name);
  }

  @Override
  public Optional<NamedPatch> containerPatch(String name) {
    return others.containerPatch(name);
  }

  @Override
  public Optional<String> redirectConfig(String configMap) {
    return others.redirectConfig(configMap);
  }

  @Override
  public List<SelectingService> services(String namespace) {
    return others.services(namespace);
  }

  @Override
  public Set<String> dataplaneMeshes(String namespace) {
    return others.dataplaneMeshes(namespace);
  }
}
