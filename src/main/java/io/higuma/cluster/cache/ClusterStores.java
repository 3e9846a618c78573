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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All informers, one list and watch per kind. Starts the kinds that injection needs first and the
 * other kinds after their sync, so that these do not slow down the start. Every replica watches all
 * kinds, so that each can become the leader at once.
 */
public final class ClusterStores implements AutoCloseable {
  private final String systemNamespace;
  private final Informer<CachedNamespace> namespaces;
  private final Informer<MeshView> meshes;
  private final Informer<NamedPatch> containerPatches;
  private final Informer<SystemConfigMap> systemConfigMaps;
  private final Informer<ServiceView> services;
  private final Informer<CachedDataplane> dataplanes;
  private final Informer<CachedPod> pods;
  private final Informer<EndpointSliceView> endpointSlices;
  private final Informer<Map<String, String>> nodes;
  private final Informer<List<OwnerView>> replicaSets;
  private final Informer<List<OwnerView>> jobs;
  private final SupervisedLoop idleWatchLoop;

  /** One for all callers: each further one would stay a dependent of those it waits for. */
  private final CompletableFuture<Void> allSynced;

  private volatile Set<String> nodeLabels;

  /**
   * Creates the informers without starting them.
   *
   * @param systemNamespace namespace of the ContainerPatches and of the redirect ConfigMap
   * @param settings select what is stored of Nodes and Dataplanes
   * @param loops supervises the watch loops
   */
  public ClusterStores(
      ApiCalls api, String systemNamespace, DataplaneSettings settings, LoopSupervisor loops) {
    this.systemNamespace = systemNamespace;
    this.nodeLabels = Set.copyOf(settings.nodeLabelsToCopy());
    this.namespaces = new Informer<>(api, WatchedKinds.namespaces(), loops);
    this.meshes = new Informer<>(api, WatchedKinds.meshes(), loops);
    this.containerPatches =
        new Informer<>(api, WatchedKinds.containerPatches(systemNamespace), loops);
    this.systemConfigMaps =
        new Informer<>(api, WatchedKinds.systemConfigMaps(systemNamespace), loops);
    this.services = new Informer<>(api, WatchedKinds.services(), loops);
    this.dataplanes =
        new Informer<>(
            api, WatchedKinds.dataplanes(), new ObjectStore<>(CachedDataplane::writeOrder), loops);
    this.pods = new Informer<>(api, WatchedKinds.pods(), loops);
    this.endpointSlices = new Informer<>(api, WatchedKinds.endpointSlices(), loops);
    this.nodes = new Informer<>(api, WatchedKinds.nodes(() -> nodeLabels), loops);
    this.replicaSets = new Informer<>(api, WatchedKinds.replicaSets(), loops);
    this.jobs = new Informer<>(api, WatchedKinds.jobs(), loops);
    this.idleWatchLoop = Informer.idleWatchLoop(loops, "idle watches", this::all);
    this.allSynced = Informer.allSynced(all());
  }

  /** Starts the informers; does not wait for their sync. */
  public void start() {
    forInjection().forEach(Informer::start);
    var _ = synced().thenRun(() -> afterInjection().forEach(Informer::start));
    idleWatchLoop.start();
  }

  /** Completes when the kinds that injection always needs are synced. */
  public CompletableFuture<Void> synced() {
    return Informer.allSynced(forInjection());
  }

  /** Completes when all kinds are synced. */
  public CompletableFuture<Void> allSynced() {
    return allSynced;
  }

  /** The kinds that injection always needs and that are not synced yet, for messages. */
  public String missing() {
    return forInjection()
        .filter(informer -> !informer.synced().isDone())
        .map(Informer::describe)
        .collect(Collectors.joining(", "));
  }

  /** The namespace of the ContainerPatches and of the redirect ConfigMap. */
  public String systemNamespace() {
    return systemNamespace;
  }

  /** All Namespaces. */
  public Informer<CachedNamespace> namespaces() {
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

  /** The ConfigMaps of the system namespace. */
  public Informer<SystemConfigMap> systemConfigMaps() {
    return systemConfigMaps;
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

  /** The copied labels of all Nodes. */
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

  /** Stores these labels of Nodes from now on, and lists the Nodes again if they differ. */
  public synchronized void copyNodeLabels(Collection<String> labels) {
    var wanted = Set.copyOf(labels);
    if (!wanted.equals(nodeLabels)) {
      nodeLabels = wanted;
      nodes.listAgain();
    }
  }

  @Override
  public void close() {
    idleWatchLoop.close();
    all().forEach(Informer::close);
  }

  private Stream<Informer<?>> all() {
    return Stream.concat(forInjection(), afterInjection());
  }

  private Stream<Informer<?>> forInjection() {
    return Stream.of(namespaces, meshes, containerPatches, systemConfigMaps);
  }

  /** Pods are last: the objects that their Dataplanes are built from should be stored first. */
  private Stream<Informer<?>> afterInjection() {
    return Stream.of(services, dataplanes, nodes, replicaSets, jobs, endpointSlices, pods);
  }
}
