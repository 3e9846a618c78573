package io.higuma.xds.snapshot;

import io.higuma.dataplane.ProxyNetworking;
import io.higuma.dataplane.ProxyNetworking.TransparentProxy;
import io.higuma.dataplane.ServiceView;
import io.higuma.dataplane.ServiceView.ServicePortView;
import io.higuma.xds.snapshot.MeshService.KubernetesPort;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of all Meshes that proxies are configured from. Changes are cheap; {@link #refresh}
 * builds the resources that they affect. Thread-safe.
 */
public final class Topology {
  private final TopologyOptions options;
  private final Map<String, MeshTopology> meshes = new ConcurrentHashMap<>();
  private final Map<String, KubernetesPort> ports = new ConcurrentHashMap<>();

  /** An empty topology. */
  public Topology(TopologyOptions options) {
    this.options = options;
  }

  /** Sets the networking of a Dataplane; null if it was deleted. */
  public void dataplane(ProxyIdentity proxy, @Nullable ProxyNetworking after) {
    mesh(proxy.mesh()).dataplane(proxy.fullName(), after);
  }

  /** Sets a Service; {@code before} is null for a new one, {@code after} for a deleted one. */
  public void service(@Nullable ServiceView before, @Nullable ServiceView after) {
    Set<String> changed = new HashSet<>();
    Map<String, KubernetesPort> old = ports(before);
    Map<String, KubernetesPort> current = ports(after);
    old.forEach(
        (tag, port) -> {
          if (!port.equals(current.get(tag))) {
            ports.remove(tag);
            changed.add(tag);
          }
        });
    current.forEach(
        (tag, port) -> {
          if (!port.equals(ports.put(tag, port))) {
            changed.add(tag);
          }
        });
    meshes.values().forEach(mesh -> mesh.kubernetesChanged(changed));
  }

  /** Sets the virtual IPs of a Mesh by service tag. */
  public void vips(String mesh, Map<String, String> vips) {
    mesh(mesh).vips(vips);
  }

  /** The tags of the services of a Mesh. */
  public Set<String> services(String mesh) {
    return mesh(mesh).services();
  }

  /** The networking of a Dataplane. */
  public Optional<ProxyNetworking> networking(ProxyIdentity proxy) {
    return Optional.ofNullable(meshes.get(proxy.mesh()))
        .flatMap(mesh -> mesh.networking(proxy.fullName()));
  }

  /** Builds the resources that changes since the last call affect; returns these changes. */
  public List<MeshChanges> refresh() {
    return meshes.values().stream()
        .map(mesh -> mesh.refresh(ports))
        .filter(changes -> !changes.isEmpty())
        .toList();
  }

  /** The snapshot of a proxy as of the last refresh; empty if it has no Dataplane. */
  public Optional<ProxySnapshot> snapshot(ProxyIdentity proxy, NodeMetadata node) {
    return snapshot(proxy, node, Optional.empty());
  }

  /**
   * As {@link #snapshot(ProxyIdentity, NodeMetadata)}.
   *
   * @param previous an earlier snapshot of the proxy, which makes the new one cheaper
   */
  public Optional<ProxySnapshot> snapshot(
      ProxyIdentity proxy, NodeMetadata node, Optional<ProxySnapshot> previous) {
    return networking(proxy)
        .map(
            networking ->
                ProxySnapshot.build(
                    proxy, networking, node, mesh(proxy.mesh()).resources(), previous));
  }

  /** Whether changes affect the snapshot of a proxy. */
  public boolean affects(MeshChanges changes, ProxyIdentity proxy) {
    if (!changes.mesh().equals(proxy.mesh())) {
      return false;
    }
    if (changes.proxies().contains(proxy.fullName())) {
      return true;
    }
    Optional<TransparentProxy> lists = networking(proxy).flatMap(ProxyNetworking::transparentProxy);
    if (lists.filter(proxies -> !proxies.directAccess().isEmpty()).isPresent()) {
      return true;
    }
    boolean limited =
        lists
            .filter(
                some -> !some.reachableServices().isEmpty() && some.reachableBackends().isEmpty())
            .isPresent();
    return limited
        ? lists.get().reachableServices().stream().anyMatch(changes.services()::contains)
        : !changes.services().isEmpty();
  }

  private MeshTopology mesh(String name) {
    return meshes.computeIfAbsent(name, mesh -> new MeshTopology(mesh, options));
  }

  private static Map<String, KubernetesPort> ports(@Nullable ServiceView service) {
    Map<String, KubernetesPort> byTag = new HashMap<>();
    if (service != null && !service.isExternalName()) {
      for (ServicePortView port : service.ports()) {
        byTag.put(
            KubernetesPort.tag(service.name(), service.namespace(), port.port()),
            new KubernetesPort(
                service.name(),
                service.namespace(),
                service.isHeadless() ? "" : service.clusterIP(),
                port.port()));
      }
    }
    return byTag;
  }
}
