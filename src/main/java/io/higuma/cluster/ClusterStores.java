package io.higuma.cluster;

import io.higuma.dataplane.DataplaneSettings;
import io.higuma.dataplane.EndpointSliceView;
import io.higuma.dataplane.MeshView;
import io.higuma.dataplane.PodView;
import io.higuma.dataplane.PodView.OwnerView;
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
  private final Watched<NamespaceFacts> namespaces;
  private final Watched<MeshView> meshes;
  private final Watched<NamedPatch> containerPatches;
  private final Watched<Optional<String>> redirectConfigs;
  private final Watched<ServiceView> services;
  private final Watched<StoredDataplane> dataplanes;
  private final Watched<PodView> pods;
  private final Watched<EndpointSliceView> endpointSlices;
  private final Watched<Map<String, String>> nodes;
  private final Watched<List<OwnerView>> replicaSets;
  private final Watched<List<OwnerView>> jobs;
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
    this.namespaces = new Watched<>(api, Kinds.namespaces(), loops);
    this.meshes = new Watched<>(api, Kinds.meshes(), loops);
    this.containerPatches = new Watched<>(api, Kinds.containerPatches(systemNamespace), loops);
    this.redirectConfigs = new Watched<>(api, Kinds.redirectConfigs(systemNamespace), loops);
    this.services = new Watched<>(api, Kinds.services(), loops);
    this.dataplanes =
        new Watched<>(
            api,
            Kinds.dataplanes(!settings.outboundsAsVips()),
            new ObjectStore<>(StoredDataplane::isNewer),
            loops);
    this.pods = new Watched<>(api, Kinds.pods(), loops);
    this.endpointSlices = new Watched<>(api, Kinds.endpointSlices(), loops);
    this.nodes = new Watched<>(api, Kinds.nodes(Set.copyOf(settings.nodeLabelsToCopy())), loops);
    this.replicaSets = new Watched<>(api, Kinds.replicaSets(), loops);
    this.jobs = new Watched<>(api, Kinds.jobs(), loops);
    this.listener = Watched.silence(loops, "listen for silence", this::all);
  }

  /** Begins to read; does not wait for it. */
  public void start() {
    forInjection().forEach(Watched::start);
    var _ = synced().thenRun(() -> later().forEach(Watched::start));
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
        .map(Watched::describe)
        .collect(Collectors.joining(", "));
  }

  /** The namespace in which ContainerPatches and the redirect ConfigMap count. */
  public String systemNamespace() {
    return systemNamespace;
  }

  /** All Namespaces. */
  public Watched<NamespaceFacts> namespaces() {
    return namespaces;
  }

  /** All Meshes. */
  public Watched<MeshView> meshes() {
    return meshes;
  }

  /** The ContainerPatches of the system namespace. */
  public Watched<NamedPatch> containerPatches() {
    return containerPatches;
  }

  /** The key {@code config.yaml} of the system namespace's ConfigMaps. */
  public Watched<Optional<String>> redirectConfigs() {
    return redirectConfigs;
  }

  /** All Services. Not part of {@link #synced}. */
  public Watched<ServiceView> services() {
    return services;
  }

  /** All Dataplanes. Not part of {@link #synced}. */
  public Watched<StoredDataplane> dataplanes() {
    return dataplanes;
  }

  /** The Pods with a sidecar. Not part of {@link #synced}. */
  public Watched<PodView> pods() {
    return pods;
  }

  Watched<EndpointSliceView> endpointSlices() {
    return endpointSlices;
  }

  /** The labels of all Nodes that are copied. */
  Watched<Map<String, String>> nodes() {
    return nodes;
  }

  /** The owners of all ReplicaSets. */
  Watched<List<OwnerView>> replicaSets() {
    return replicaSets;
  }

  /** The owners of all Jobs. */
  Watched<List<OwnerView>> jobs() {
    return jobs;
  }

  @Override
  public void close() {
    listener.close();
    all().forEach(Watched::close);
  }

  private static CompletableFuture<Void> allSynced(Stream<Watched<?>> watched) {
    return CompletableFuture.allOf(watched.map(Watched::synced).toArray(CompletableFuture[]::new));
  }

  private Stream<Watched<?>> all() {
    return Stream.concat(forInjection(), later());
  }

  private Stream<Watched<?>> forInjection() {
    return Stream.of(namespaces, meshes, containerPatches, redirectConfigs);
  }

  /** Neighbours before Pods: what a Pod is made from should be there when it comes. */
  private Stream<Watched<?>> later() {
    return Stream.of(services, dataplanes, nodes, replicaSets, jobs, endpointSlices, pods);
  }
}
