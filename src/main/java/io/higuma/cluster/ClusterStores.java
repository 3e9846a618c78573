package io.higuma.cluster;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.inject.Surroundings.NamespaceView;
import io.higuma.inject.Surroundings.ServiceView;
import io.higuma.kuma.ContainerPatch;
import io.higuma.kuma.Dataplane;
import io.higuma.kuma.Mesh;
import io.higuma.patch.NamedPatch;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that is watched, one informer for each kind. What injection needs comes first; the
 * rest follows when that is there, so that it does not slow the start.
 */
public final class ClusterStores implements AutoCloseable {
  private static final long PAGE = 500;

  private final String systemNamespace;
  private final Watched<Namespace, NamespaceView> namespaces;
  private final Watched<Mesh, String> meshes;
  private final Watched<ContainerPatch, NamedPatch> containerPatches;
  private final Watched<ConfigMap, Optional<String>> redirectConfigs;
  private final Watched<Service, ServiceView> services;
  private final Watched<Dataplane, String> dataplanes;

  /**
   * Prepares the informers without starting them.
   *
   * @param client stays the caller's
   * @param systemNamespace where ContainerPatches and the redirect ConfigMap count
   */
  public ClusterStores(KubernetesClient client, String systemNamespace) {
    this.systemNamespace = systemNamespace;
    this.namespaces =
        new Watched<>(
            "Namespaces",
            client.namespaces(),
            new TrimmedStore<>(Namespace::new, Views::namespace));
    this.meshes =
        new Watched<>(
            "Meshes",
            client.resources(Mesh.class),
            new TrimmedStore<>(Mesh::new, Mesh::meshServicesMode));
    this.containerPatches =
        new Watched<>(
            "ContainerPatches",
            client.resources(ContainerPatch.class).inNamespace(systemNamespace),
            new TrimmedStore<>(ContainerPatch::new, NamedPatch::of));
    this.redirectConfigs =
        new Watched<>(
            "ConfigMaps",
            client.configMaps().inNamespace(systemNamespace),
            new TrimmedStore<>(ConfigMap::new, Views::redirectConfig));
    this.services =
        new Watched<>(
            "Services",
            client.services().inAnyNamespace().withLimit(PAGE),
            new TrimmedStore<>(Service::new, Views::service));
    this.dataplanes =
        new Watched<>(
            "Dataplanes",
            client.resources(Dataplane.class).inAnyNamespace().withLimit(PAGE),
            new TrimmedStore<>(Dataplane::new, Views::meshOf));
  }

  /** Begins to read; does not wait for it. */
  public void start() {
    forInjection().forEach(Watched::start);
    var _ = synced().thenRun(() -> later().forEach(Watched::start));
  }

  /** Completes when everything is read that injection always needs. */
  public CompletableFuture<Void> synced() {
    return CompletableFuture.allOf(
        forInjection().map(Watched::synced).toArray(CompletableFuture[]::new));
  }

  /** What of that is still missing, for people. */
  public String missing() {
    return forInjection()
        .filter(watched -> !watched.synced().isDone())
        .map(Watched::describe)
        .collect(Collectors.joining(", "));
  }

  /** The namespace in which ContainerPatches and the redirect ConfigMap count. */
  public String systemNamespace() {
    return systemNamespace;
  }

  /** All Namespaces. */
  public Watched<Namespace, NamespaceView> namespaces() {
    return namespaces;
  }

  /** All Meshes, each with its {@link Mesh#meshServicesMode}. */
  public Watched<Mesh, String> meshes() {
    return meshes;
  }

  /** The ContainerPatches of the system namespace. */
  public Watched<ContainerPatch, NamedPatch> containerPatches() {
    return containerPatches;
  }

  /** The key {@code config.yaml} of the system namespace's ConfigMaps. */
  public Watched<ConfigMap, Optional<String>> redirectConfigs() {
    return redirectConfigs;
  }

  /** All Services. Not part of {@link #synced}. */
  public Watched<Service, ServiceView> services() {
    return services;
  }

  /** All Dataplanes, each with its mesh. Not part of {@link #synced}. */
  public Watched<Dataplane, String> dataplanes() {
    return dataplanes;
  }

  @Override
  public void close() {
    Stream.concat(forInjection(), later()).forEach(Watched::close);
  }

  private Stream<Watched<?, ?>> later() {
    return Stream.of(services, dataplanes);
  }

  private Stream<Watched<?, ?>> forInjection() {
    return Stream.of(namespaces, meshes, containerPatches, redirectConfigs);
  }
}
