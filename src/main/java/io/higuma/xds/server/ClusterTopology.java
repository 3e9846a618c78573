package io.higuma.xds.server;

import io.higuma.cluster.cache.CachedDataplane;
import io.higuma.cluster.cache.ClusterStores;
import io.higuma.cluster.cache.ObjectKey;
import io.higuma.cluster.cache.SystemConfigMap;
import io.higuma.dataplane.ProxyNetworking;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import io.higuma.xds.snapshot.NodeMetadata;
import io.higuma.xds.snapshot.ProxyIdentity;
import io.higuma.xds.snapshot.ProxySnapshot;
import io.higuma.xds.snapshot.Topology;
import io.higuma.xds.snapshot.VirtualIps;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps a {@link Topology} up to date with the informer caches. */
public final class ClusterTopology implements ProxySource {
  private static final Logger LOG = Logger.getLogger(ClusterTopology.class);

  private final ClusterStores stores;
  private final Topology topology;
  private final Support support;
  private final CopyOnWriteArrayList<Listener> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, VirtualIps> virtualIps = new ConcurrentHashMap<>();

  /** Knows which Meshes are served. */
  public interface Support {
    /** What is not known yet, for messages; empty if nothing. */
    String missing();

    /** Why a Mesh is not served; empty if it is. */
    Optional<String> problem(String mesh);
  }

  /** Called after changes; must not block. */
  public interface Listener {
    /** Dataplanes, Services or virtual IPs have changed. */
    void topologyChanged();

    /** A Mesh has changed. */
    void meshChanged();
  }

  /**
   * Must be created before the stores are started.
   *
   * @param support which Meshes are served
   */
  public ClusterTopology(ClusterStores stores, Topology topology, Support support) {
    this.stores = stores;
    this.topology = topology;
    this.support = support;
    stores.dataplanes().store().listen(this::dataplaneChanged);
    stores
        .services()
        .store()
        .listen(
            (key, before, after) -> {
              topology.service(before, after);
              topologyChanged();
            });
    stores.systemConfigMaps().store().listen(this::configMapChanged);
    stores.meshes().store().listen((key, before, after) -> meshChanged());
  }

  /** Adds a listener. */
  public void listen(Listener listener) {
    listeners.add(listener);
  }

  @Override
  public String missing() {
    return stores.allSynced().isDone() ? support.missing() : "the caches are not synced";
  }

  /** The virtual IPs of a Mesh as stored; empty if they are not stored or not valid. */
  public Optional<VirtualIps> virtualIps(String mesh) {
    return Optional.ofNullable(virtualIps.get(mesh));
  }

  @Override
  public Optional<String> unsupported(String mesh) {
    return support.problem(mesh);
  }

  @Override
  public Optional<ProxyNetworking> networking(ProxyIdentity proxy) {
    return topology.networking(proxy);
  }

  @Override
  public Optional<ProxySnapshot> snapshot(ProxyIdentity proxy, NodeMetadata node) {
    return topology.snapshot(proxy, node);
  }

  private void dataplaneChanged(
      ObjectKey key, @Nullable CachedDataplane before, @Nullable CachedDataplane after) {
    if (before != null && (after == null || !before.mesh().equals(after.mesh()))) {
      topology.dataplane(identity(before.mesh(), key), null);
      topologyChanged();
    }
    boolean same =
        before != null
            && after != null
            && before.mesh().equals(after.mesh())
            && before.networking().equals(after.networking());
    if (after != null && !same) {
      topology.dataplane(identity(after.mesh(), key), usable(key, after.networking()));
      topologyChanged();
    }
  }

  /**
   * Null for a Dataplane with a name as its address or with an invalid port, which may be written
   * by hand: Envoy would reject all endpoints in the same response.
   */
  private static @Nullable ProxyNetworking usable(ObjectKey key, ProxyNetworking networking) {
    Optional<String> problem = networking.problem();
    problem.ifPresent(
        what -> LOG.warnf("Dataplane %s/%s is ignored: %s", key.namespace(), key.name(), what));
    return problem.isEmpty() ? networking : null;
  }

  private static ProxyIdentity identity(String mesh, ObjectKey key) {
    return new ProxyIdentity(mesh, key.name(), key.namespace());
  }

  private void configMapChanged(
      ObjectKey key, @Nullable SystemConfigMap before, @Nullable SystemConfigMap after) {
    Optional<String> mesh = SystemConfigMap.meshOfVips(key.name());
    if (mesh.isEmpty()) {
      return;
    }
    Optional<String> json = after == null ? Optional.empty() : after.virtualIps();
    switch (json.map(VirtualIps::parse).orElse(Parsed.good(VirtualIps.NONE))) {
      case Parsed.Good<VirtualIps>(VirtualIps ips) -> {
        if (json.isPresent()) {
          virtualIps.put(mesh.get(), ips);
        } else {
          virtualIps.remove(mesh.get());
        }
        topology.vips(mesh.get(), ips.services());
        topologyChanged();
      }
      case Parsed.Bad<VirtualIps>(Violation violation) -> {
        virtualIps.remove(mesh.get());
        LOG.warnf("ConfigMap %s is not valid and is ignored: %s", key.name(), violation.message());
      }
    }
  }

  private void topologyChanged() {
    listeners.forEach(Listener::topologyChanged);
  }

  private void meshChanged() {
    listeners.forEach(Listener::meshChanged);
  }
}
