package io.higuma.cluster.controller;

import io.higuma.cluster.cache.CachedDataplane;
import io.higuma.cluster.cache.CachedNamespace;
import io.higuma.cluster.cache.CachedRelatedObjects;
import io.higuma.cluster.cache.ClusterStores;
import io.higuma.cluster.cache.ObjectKey;
import io.higuma.cluster.cache.PodIndex;
import io.higuma.cluster.controller.WorkQueue.Urgency;
import io.higuma.dataplane.CachedPod;
import io.higuma.dataplane.DataplaneFactory;
import io.higuma.dataplane.EndpointSliceView;
import io.higuma.dataplane.MeshEndpoint;
import io.higuma.dataplane.MeshName;
import io.higuma.dataplane.MeshView;
import io.higuma.dataplane.ServiceView;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Watch event handlers that enqueue the Pods affected by a change. */
final class WatchHandlers {
  private final ClusterStores stores;
  private final DataplaneFactory factory;
  private final CachedRelatedObjects relatedObjects;
  private final WorkQueue<ObjectKey> queue;
  private final RewriteLimiter limiter;
  private final boolean withEndpoints;
  private final PodIndex index = new PodIndex();
  private final Set<String> changedMeshes = ConcurrentHashMap.newKeySet();
  private volatile boolean open;

  /**
   * Enqueues keys only between {@link #open} and {@link #close}.
   *
   * @param withEndpoints whether Dataplanes list each other's endpoints
   */
  WatchHandlers(
      ClusterStores stores,
      DataplaneFactory factory,
      WorkQueue<ObjectKey> queue,
      RewriteLimiter limiter,
      boolean withEndpoints) {
    this.stores = stores;
    this.factory = factory;
    this.relatedObjects = new CachedRelatedObjects(stores);
    this.queue = queue;
    this.limiter = limiter;
    this.withEndpoints = withEndpoints;
  }

  /** Registers the handlers. Must be called before the stores are synced. */
  void listen() {
    stores.pods().store().listen(index);
    stores.pods().store().listen(this::podChanged);
    stores.services().store().listen(this::serviceChanged);
    stores.endpointSlices().store().listen(this::sliceChanged);
    stores.meshes().store().listen(this::meshChanged);
    stores.namespaces().store().listen(this::namespaceChanged);
    stores.nodes().store().listen(this::nodeChanged);
    stores.dataplanes().store().listen(this::dataplaneChanged);
  }

  /** Enqueues all Pods and starts to handle events. */
  void open() {
    open = true;
    stores.pods().store().forEach((key, pod) -> queue.add(key, Urgency.LATER));
  }

  /** Stops handling events and clears the queue. */
  void close() {
    open = false;
    queue.clear();
  }

  /** Enqueues the Pods of Meshes whose endpoints have changed since the last call. */
  void flush() {
    if (open && !changedMeshes.isEmpty()) {
      Set<String> meshes = new HashSet<>(changedMeshes);
      changedMeshes.removeAll(meshes);
      try {
        enqueueMatching(pod -> meshes.contains(MeshName.of(pod, relatedObjects)));
      } catch (RuntimeException e) {
        // Retried by the next call.
        changedMeshes.addAll(meshes);
        throw e;
      }
    }
  }

  private void podChanged(ObjectKey key, @Nullable CachedPod before, @Nullable CachedPod after) {
    if (after == null) {
      return;
    }
    if (before == null || !before.id().uid().equals(after.id().uid())) {
      limiter.forget(key);
      add(key, Urgency.NOW);
    } else if (differs(before, after)) {
      add(key, Urgency.NOW);
    }
  }

  private static boolean differs(CachedPod before, CachedPod after) {
    return !before.status().equals(after.status())
        || !before.template().equals(after.template())
        || !before.nodeName().equals(after.nodeName());
  }

  private void serviceChanged(
      ObjectKey key, @Nullable ServiceView before, @Nullable ServiceView after) {
    if (!open) {
      return;
    }
    Set<ObjectKey> affected = new LinkedHashSet<>();
    for (@Nullable ServiceView service : new @Nullable ServiceView[] {before, after}) {
      if (service != null && service.selector().isEmpty()) {
        stores.endpointSlices().store().in(key.namespace()).stream()
            .filter(slice -> slice.service().equals(key.name()))
            .forEach(slice -> affected.addAll(pods(key.namespace(), slice.podUids())));
      } else if (service != null) {
        affected.addAll(
            index.matching(key.namespace(), labels -> factory.concerns(service, labels)));
      }
    }
    affected.forEach(pod -> add(pod, Urgency.LATER));
    if (withEndpoints) {
      stores.meshes().store().forEach((mesh, view) -> changedMeshes.add(mesh.name()));
    }
  }

  /** Ignores slices of a Service with a selector: the selector determines its Pods. */
  private void sliceChanged(
      ObjectKey key, @Nullable EndpointSliceView before, @Nullable EndpointSliceView after) {
    if (!open) {
      return;
    }
    Set<String> uids = new HashSet<>();
    for (@Nullable EndpointSliceView slice : new @Nullable EndpointSliceView[] {before, after}) {
      Optional<ServiceView> service =
          slice == null
              ? Optional.empty()
              : stores.services().store().find(key.namespace(), slice.service());
      if (slice != null && service.map(s -> s.selector().isEmpty()).orElse(true)) {
        uids.addAll(slice.podUids());
      }
    }
    pods(key.namespace(), uids).forEach(pod -> add(pod, Urgency.LATER));
  }

  private Set<ObjectKey> pods(String namespace, Set<String> uids) {
    Set<ObjectKey> keys = new LinkedHashSet<>();
    if (!uids.isEmpty()) {
      stores
          .pods()
          .store()
          .forEach(
              namespace,
              (key, pod) -> {
                if (uids.contains(pod.id().uid())) {
                  keys.add(key);
                }
              });
    }
    return keys;
  }

  private void meshChanged(ObjectKey key, @Nullable MeshView before, @Nullable MeshView after) {
    if (after != null && (before == null || before.exclusive() != after.exclusive())) {
      enqueueMatching(pod -> MeshName.of(pod, relatedObjects).equals(key.name()));
    }
  }

  private void namespaceChanged(
      ObjectKey key, @Nullable CachedNamespace before, @Nullable CachedNamespace after) {
    if (open && after != null && !mesh(before).equals(mesh(after))) {
      stores.pods().store().forEach(key.name(), (pod, view) -> add(pod, Urgency.LATER));
    }
  }

  private static Optional<String> mesh(@Nullable CachedNamespace namespace) {
    return namespace == null
        ? Optional.empty()
        : MeshName.ofNamespace(namespace.view().labels(), namespace.view().annotations());
  }

  private void nodeChanged(
      ObjectKey key, @Nullable Map<String, String> before, @Nullable Map<String, String> after) {
    if (after != null) {
      enqueueMatching(pod -> pod.nodeName().equals(key.name()));
    }
  }

  private void dataplaneChanged(
      ObjectKey key, @Nullable CachedDataplane before, @Nullable CachedDataplane after) {
    boolean desired = after != null && after.isDesired();
    boolean same = before != null && after != null && before.digest().equals(after.digest());
    if (withEndpoints) {
      endpointsChanged(before, after);
    }
    if (before != null && after != null && same && !desired && before.isDesired()) {
      // Another writer changed other parts: a later change of this state is one of a correct one.
      stores.dataplanes().store().replace(key, after, after.asDesired());
    }
    if (!open || desired || same) {
      return;
    }
    Optional<CachedPod> pod = stores.pods().store().find(key);
    if (pod.isPresent()) {
      if (before != null && before.isDesired() && !pod.get().status().terminating()) {
        limiter.changed(key);
      }
      add(key, Urgency.NOW);
    }
  }

  private void endpointsChanged(@Nullable CachedDataplane before, @Nullable CachedDataplane after) {
    if (!endpoints(before).equals(endpoints(after))) {
      Stream.of(Optional.ofNullable(before), Optional.ofNullable(after))
          .flatMap(Optional::stream)
          .forEach(dataplane -> changedMeshes.add(dataplane.mesh()));
    }
  }

  private static List<MeshEndpoint> endpoints(@Nullable CachedDataplane dataplane) {
    return dataplane == null ? List.of() : dataplane.networking().endpoints();
  }

  /** Enqueues all Pods. */
  void enqueueAll() {
    enqueueMatching(_ -> true);
  }

  private void enqueueMatching(Predicate<CachedPod> filter) {
    if (open) {
      stores
          .pods()
          .store()
          .forEach(
              (key, pod) -> {
                if (filter.test(pod)) {
                  add(key, Urgency.LATER);
                }
              });
    }
  }

  private void add(ObjectKey key, Urgency urgency) {
    if (open) {
      queue.add(key, urgency);
    }
  }
}
