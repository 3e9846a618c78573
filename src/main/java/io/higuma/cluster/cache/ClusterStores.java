package io.higuma.cluster.cache;

import io.higuma.cluster.client.ApiCalls;
import io.higuma.dataplane.CachedPod;
import io.higuma.dataplane.CachedPod.OwnerView;
import io.higuma.dataplane.DataplaneSettings;
import io.higuma.dataplane.EndpointSliceView;
import io.higuma.dataplane.MeshView;
import io.higuma.dataplane.ServiceView;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.SupervisedLoop;
import io.higuma.patch.NamedPatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that is watched, one list and watch for each kind. What injection needs comes first;
 * the rest follows when that is there, so that it does not slow the start. Every replica watches
 * everything, so that each can take the lead at once.
 */
public final class ClusterStores implements AutoCloseable {
  private final String systemNamespace;
  private final Informer<NamespaceFacts> namespaces;
  private final Informer<MeshView> meshes;
  private final Informer<NamedPatch> containerPatches;
  private final Informer<Optional<String>> redirectConfigs;
  private final Informer<ServiceView> services;
  private final Informer<CachedDataplane> dataplanes;
  private final Informer<CachedPod> pods;
  private final Informer<EndpointSliceView> endpointSlices;
  private final Informer<Map<String, String>> nodes;
  private final Informer<List<OwnerView>> replicaSets;
  private final Informer<List<OwnerView>> jobs;
  private final SupervisedLoop listener;

  /**
   * Prepares everything without starting it.
   *
   * @param systemNamespace where ContainerPatches and the redirect ConfigMap count
   * @param settings decide what of Nodes and Dataplanes is kept
   * @param loops what watches are loops of
   */
  public ClusterStores(
      ApiCalls api, String systemNamespace, DataplaneSettings settings, LoopSupervisor loops) {
    this.systemNamespace = systemNamespace;
    this.namespaces = new Informer<>(api, WatchedKinds.namespaces(), loops);
    this.meshes = new Informer<>(api, WatchedKinds.meshes(), loops);
    this.containerPatches =
        new Informer<>(api, WatchedKinds.containerPatches(systemNamespace), loops);
    this.redirectConfigs =
        new Informer<>(api, WatchedKinds.redirectConfigs(systemNamespace), loops);
    this.services = new Informer<>(api, WatchedKinds.services(), loops);
    this.dataplanes =
        new Informer<>(
            api,
            WatchedKinds.dataplanes(!settings.outboundsAsVips()),
            new ObjectStore<>(CachedDataplane::isNewer),
            loops);
    this.pods = new Informer<>(api, WatchedKinds.pods(), loops);
    this.endpointSlices = new Informer<>(api, WatchedKinds.endpointSlices(), loops);
    this.nodes =
        new Informer<>(api, WatchedKinds.nodes(Set.copyOf(settings.nodeLabelsToCopy())), loops);
    this.replicaSets = new Informer<>(api, WatchedKinds.replicaSets(), loops);
    this.jobs = new Informer<>(api, WatchedKinds.jobs(), loops);
    this.listener = Informer.silence(loops, "listen for silence", this::all);
  }

  /** Begins to read; does not wait for it. */
  public void start() {
    forInjection().forEach(Informer::start);
    var _ = synced().thenRun(() -> later().forEach(Informer::start));
    listener.start();
  }

  /** Completes when everything is read that injection always needs. */
  public CompletableFuture<Void> synced() {
    return allSynced(forInjection());
  }

  /** Completes when everything is read. */
  public CompletableFuture<Void> allSynced() {
    return allSynced(all());
  }

  /** What of what injection always needs is still missing, for people. */
  public String missing() {
    return forInjection()
        .filter(watched -> !watched.synced().isDone())
        .map(Informer::describe)
        .collect(Collectors.joining(", "));
  }

  /** The namespace in which ContainerPatches and the redirect ConfigMap count. */
  public String systemNamespace() {
    return systemNamespace;
  }

  /** All Namespaces. */
  public Informer<NamespaceFacts> namespaces() {
    return namespaces;
  }

  /** All Meshes. */
  public Informer<MeshView> meshes() {
    return meshes;
  }

  /** The ContainerPatches of the system namespace. */
  public Informer<NamedPatch> containerPatches() {
    return containerPatches;
  }

  /** The key {@code config.yaml} of the system namespace's ConfigMaps. */
  public Informer<Optional<String>> redirectConfigs() {
    return redirectConfigs;
  }

  /** All Services. Not part of {@link #synced}. */
  public Informer<ServiceView> services() {
    return services;
  }

  /** All Dataplanes. Not part of {@link #synced}. */
  public Informer<CachedDataplane> dataplanes() {
    return dataplanes;
  }

  /** The Pods with a sidecar. Not part of {@link #synced}. */
  public Informer<CachedPod> pods() {
    return pods;
  }

  public Informer<EndpointSliceView> endpointSlices() {
    return endpointSlices;
  }

  /** The labels of all Nodes that are copied. */
  public Informer<Map<String, String>> nodes() {
    return nodes;
  }

  /** The owners of all ReplicaSets. */
  public Informer<List<OwnerView>> replicaSets() {
    return replicaSets;
  }

  /** The owners of all Jobs. */
  public Informer<List<OwnerView>> jobs() {
    return jobs;
  }

  @Override
  public void close() {
    listener.close();
    all().forEach(Informer::close);
  }

  private static CompletableFuture<Void> allSynced(Stream<Informer<?>> watched) {
    return CompletableFuture.allOf(watched.map(Informer::synced).toArray(CompletableFuture[]::new));
  }

  private Stream<Informer<?>> all() {
    return Stream.concat(forInjection(), later());
  }

  private Stream<Informer<?>> forInjection() {
    return Stream.of(namespaces, meshes, containerPatches, redirectConfigs);
  }

  /** Neighbours before Pods: what a Pod is made from should be there when it comes. */
  private Stream<Informer<?>> later() {
    return Stream.of(services, dataplanes, nodes, replicaSets, jobs, endpointSlices, pods);
  }
}
