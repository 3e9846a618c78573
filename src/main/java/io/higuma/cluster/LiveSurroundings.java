package io.higuma.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.higuma.inject.Surroundings;
import io.higuma.kuma.ContainerPatch;
import io.higuma.kuma.Dataplane;
import io.higuma.kuma.Mesh;
import io.higuma.patch.NamedPatch;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The cluster around a Pod as the API server has it at this moment. Each answer waits for the
 * network, so it is for the rare cases in which the stores may lag behind: a Namespace and its Pod
 * that were created in one breath.
 */
public final class LiveSurroundings implements Surroundings {
  private final KubernetesClient client;
  private final String systemNamespace;

  /** Asks this client, which stays the caller's. */
  public LiveSurroundings(KubernetesClient client, String systemNamespace) {
    this.client = client;
    this.systemNamespace = systemNamespace;
  }

  @Override
  public Optional<NamespaceView> namespace(String name) {
    return ask(
        "Namespace " + name,
        () -> Optional.ofNullable(client.namespaces().withName(name).get()).map(Views::namespace));
  }

  @Override
  public boolean meshExists(String name) {
    return ask("Mesh " + name, () -> client.resources(Mesh.class).withName(name).get() != null);
  }

  @Override
  public Optional<NamedPatch> containerPatch(String name) {
    return ask(
        "ContainerPatch " + name,
        () ->
            Optional.ofNullable(
                    client
                        .resources(ContainerPatch.class)
                        .inNamespace(systemNamespace)
                        .withName(name)
                        .get())
                .map(NamedPatch::of));
  }

  @Override
  public Optional<String> redirectConfig(String configMap) {
    return ask(
        "ConfigMap " + configMap,
        () ->
            Optional.ofNullable(
                    client.configMaps().inNamespace(systemNamespace).withName(configMap).get())
                .flatMap(Views::redirectConfig));
  }

  @Override
  public List<ServiceView> services(String namespace) {
    return ask(
        "Services of namespace " + namespace,
        () ->
            client.services().inNamespace(namespace).list().getItems().stream()
                .map(Views::service)
                .toList());
  }

  @Override
  public Set<String> dataplaneMeshes(String namespace) {
    return ask(
        "Dataplanes of namespace " + namespace,
        () ->
            client.resources(Dataplane.class).inNamespace(namespace).list().getItems().stream()
                .map(Views::meshOf)
                .collect(Collectors.toSet()));
  }

  private static <T> T ask(String what, Supplier<T> question) {
    try {
      return question.get();
    } catch (KubernetesClientException e) {
      throw new LookupFailed(what + " could not be read: " + e.getMessage());
    }
  }
}
