package io.higuma.admission;

import io.higuma.inject.KumaCluster;
import io.higuma.inject.Surroundings;
import io.higuma.patch.NamedPatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Kuma's test cluster with stubbed reads of Namespaces. */
record StubbedNamespaces(
    Supplier<Optional<Surroundings.NamespaceView>> namespaces, Surroundings others)
    implements Surroundings {

  /** No Namespace exists. */
  static StubbedNamespaces none() {
    return new StubbedNamespaces(Optional::empty, new KumaCluster());
  }

  /** Every Namespace has this value of the injection label; empty means no label. */
  static StubbedNamespaces labelled(String value) {
    Map<String, String> labels =
        value.isEmpty() ? Map.of() : Map.of("kuma.io/sidecar-injection", value);
    return new StubbedNamespaces(
        () -> Optional.of(new NamespaceView(labels, Map.of())), new KumaCluster());
  }

  /** Every read of a Namespace throws what {@code failure} throws. */
  static StubbedNamespaces failing(Runnable failure) {
    return new StubbedNamespaces(
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
