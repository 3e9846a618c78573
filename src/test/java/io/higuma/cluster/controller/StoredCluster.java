package io.higuma.cluster.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.cache.CachedDataplane;
import io.higuma.cluster.cache.CachedNamespace;
import io.higuma.cluster.cache.CachedRelatedObjects;
import io.higuma.cluster.cache.ClusterStores;
import io.higuma.cluster.cache.ObjectKey;
import io.higuma.cluster.cache.ObjectStore;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.dataplane.DataplaneFactory;
import io.higuma.dataplane.DataplaneResult;
import io.higuma.dataplane.DataplaneSettings;
import io.higuma.dataplane.MeshView;
import io.higuma.dataplane.PodTrimmer;
import io.higuma.dataplane.ProxyNetworking;
import io.higuma.inject.Surroundings.NamespaceView;
import io.higuma.loop.LoopSupervisor;
import io.higuma.testing.RecordingApi;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Stores that no watch fills: a Namespace, the Mesh default and a Pod with a sidecar. */
final class StoredCluster implements AutoCloseable {
  static final ObjectKey POD = new ObjectKey("shop", "web");

  private static final DataplaneSettings SETTINGS =
      new DataplaneSettings("", List.of(), Set.of(), List.of(), false, true);

  private final RecordingApi server = new RecordingApi();
  private final KubernetesClient client = server.client();
  final ApiCalls api = new ApiCalls(client);
  final LoopSupervisor loops = new LoopSupervisor(new SimpleMeterRegistry(), System::nanoTime);
  final ClusterStores stores = new ClusterStores(api, RunningLoop.SYSTEM, SETTINGS, loops);
  final DataplaneFactory factory = new DataplaneFactory(SETTINGS);

  StoredCluster() {
    put(
        stores.namespaces().store(),
        new ObjectKey("", "shop"),
        new CachedNamespace(new NamespaceView(Map.of(), Map.of()), false));
    put(stores.meshes().store(), new ObjectKey("", "default"), MeshView.plain("default"));
    put(stores.pods().store(), POD, new PodTrimmer().pod(pod()));
  }

  /** Begins the deletion of the Pod. */
  void terminate() {
    ObjectNode pod = pod();
    pod.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
    put(stores.pods().store(), POD, new PodTrimmer().pod(pod));
  }

  private static ObjectNode pod() {
    return (ObjectNode)
        Rest.json(
            """
                {"metadata":{"namespace":"shop","name":"web","uid":"u","labels":{"app":"web"},
                  "annotations":{"kuma.io/sidecar-injected":"true"}},
                 "spec":{"containers":[{"name":"web"}]},
                 "status":{"phase":"Running","podIP":"10.0.0.1"}}
                """);
  }

  /** Stores an object as the response of a request does. */
  static <V> void put(ObjectStore<V> store, ObjectKey key, V value) {
    try (var request = store.request(key)) {
      request.complete(value);
    }
  }

  /** The Dataplane that the Pod should have. */
  DataplaneResult.Dataplane desired() {
    var pod = stores.pods().store().find(POD).orElseThrow();
    return (DataplaneResult.Dataplane)
        factory.convert(pod, new CachedRelatedObjects(stores)).result();
  }

  /** The Pod's Dataplane in this state. */
  CachedDataplane dataplane(String version, boolean foreign, boolean isDesired) {
    var desired = desired();
    return new CachedDataplane(
        version, "default", desired.digest(), foreign, isDesired, ProxyNetworking.of(desired));
  }

  /** The stored Dataplane. */
  CachedDataplane dataplane() {
    return stores.dataplanes().store().find(POD).orElseThrow();
  }

  @Override
  public void close() {
    stores.close();
    client.close();
    server.close();
  }
}
