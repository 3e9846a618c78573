package io.higuma.inject.workload;

import io.higuma.inject.Surroundings;
import io.higuma.kuma.Labels;
import io.higuma.patch.NamedPatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Cluster objects for which no lookup fails: every Mesh and ContainerPatch exists and the Namespace
 * is labelled. Used to compute what injection wrote on a Pod in another cluster.
 *
 * @param known the known objects of that cluster
 * @param namespace the Pod's namespace
 */
record PermissiveSurroundings(Surroundings known, String namespace) implements Surroundings {
  @Override
  public Optional<NamespaceView> namespace(String ignored) {
    var view = known.namespace(namespace).orElse(new NamespaceView(Map.of(), Map.of()));
    var labels = new LinkedHashMap<>(view.labels());
    labels.put(Labels.SIDECAR_INJECTION, "enabled");
    return Optional.of(new NamespaceView(labels, view.annotations()));
  }

  @Override
  public boolean meshExists(String name) {
    return true;
  }

  @Override
  public Optional<NamedPatch> containerPatch(String name) {
    return Optional.of(new NamedPatch(name, "", List.of(), List.of()));
  }

  @Override
  public Optional<String> redirectConfig(String configMap) {
    return known.redirectConfig(configMap).or(() -> Optional.of("redirect: {}"));
  }

  @Override
  public List<SelectingService> services(String ignored) {
    return List.of();
  }

  @Override
  public Set<String> dataplaneMeshes(String ignored) {
    return Set.of();
  }
}
