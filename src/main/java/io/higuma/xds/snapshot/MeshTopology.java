package io.higuma.xds.snapshot;

import io.higuma.dataplane.ProxyNetworking;
import io.higuma.dataplane.ProxyNetworking.ProxyInbound;
import io.higuma.dataplane.ProxyNetworking.State;
import io.higuma.kuma.Tags;
import io.higuma.xds.snapshot.MeshService.KubernetesPort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The Dataplanes, services and virtual IPs of one Mesh. A change marks the services that it
 * affects, and {@link #refresh} builds only their resources again. Thread-safe.
 */
final class MeshTopology {
  private static final Comparator<ServiceEndpoint> ORDER =
      Comparator.comparing(ServiceEndpoint::address)
          .thenComparingInt(ServiceEndpoint::port)
          .thenComparing(ServiceEndpoint::proxy);

  private final String mesh;
  private final TopologyOptions options;
  private final Map<String, ProxyNetworking> dataplanes = new ConcurrentHashMap<>();
  private final Map<String, Map<String, List<ServiceEndpoint>>> endpoints = new HashMap<>();
  private final Set<String> changedServices = new HashSet<>();
  private final Set<String> changedProxies = new HashSet<>();
  private Map<String, String> vips = Map.of();
  private MeshResources resources;

  MeshTopology(String mesh, TopologyOptions options) {
    this.mesh = mesh;
    this.options = options;
    this.resources = MeshResources.empty(mesh, options, dataplanes);
  }

  /** Sets the networking of a Dataplane; null if it was deleted. */
  synchronized void dataplane(String proxy, @Nullable ProxyNetworking after) {
    ProxyNetworking before =
        after == null ? dataplanes.remove(proxy) : dataplanes.put(proxy, after);
    if (before != null) {
      services(before).forEach(service -> remove(service, proxy));
    }
    if (after != null) {
      endpoints(proxy, after).forEach((service, list) -> put(service, proxy, list));
    }
    changedProxies.add(proxy);
  }

  /** Marks services whose Kubernetes Service changed. */
  synchronized void kubernetesChanged(Collection<String> services) {
    services.stream().filter(endpoints::containsKey).forEach(changedServices::add);
  }

  /** Sets the virtual IPs by service tag. */
  synchronized void vips(Map<String, String> after) {
    Set<String> names = new HashSet<>(vips.keySet());
    names.addAll(after.keySet());
    names.removeIf(
        name -> Optional.ofNullable(vips.get(name)).equals(Optional.ofNullable(after.get(name))));
    vips = Map.copyOf(after);
    names.stream().filter(endpoints::containsKey).forEach(changedServices::add);
  }

  /** The service tags of all inbounds that serve traffic, for which virtual IPs are allocated. */
  synchronized Set<String> services() {
    return Set.copyOf(endpoints.keySet());
  }

  Optional<ProxyNetworking> networking(String proxy) {
    return Optional.ofNullable(dataplanes.get(proxy));
  }

  synchronized MeshResources resources() {
    return resources;
  }

  /**
   * Builds the resources of the changed services.
   *
   * @param ports the Kubernetes Services by service tag
   * @return what has changed since the last call
   */
  synchronized MeshChanges refresh(Map<String, KubernetesPort> ports) {
    MeshChanges changes =
        new MeshChanges(mesh, Set.copyOf(changedServices), Set.copyOf(changedProxies));
    if (!changedServices.isEmpty()) {
      SortedMap<String, ServiceResources> services = new TreeMap<>(resources.services());
      for (String service : changedServices) {
        if (endpoints.containsKey(service)) {
          services.put(service, ServiceResources.of(service(service, ports), options.vipPort()));
        } else {
          services.remove(service);
        }
      }
      resources = resources.with(services, changedServices);
    }
    changedServices.clear();
    changedProxies.clear();
    return changes;
  }

  private MeshService service(String name, Map<String, KubernetesPort> ports) {
    List<ServiceEndpoint> all =
        endpoints.getOrDefault(name, Map.of()).values().stream()
            .flatMap(List::stream)
            .sorted(ORDER)
            .toList();
    return new MeshService(
        name, all, Optional.ofNullable(ports.get(name)), Optional.ofNullable(vips.get(name)));
  }

  private void remove(String service, String proxy) {
    Map<String, List<ServiceEndpoint>> byProxy = endpoints.get(service);
    if (byProxy != null) {
      byProxy.remove(proxy);
      if (byProxy.isEmpty()) {
        endpoints.remove(service);
      }
    }
    changedServices.add(service);
  }

  private void put(String service, String proxy, List<ServiceEndpoint> list) {
    endpoints.computeIfAbsent(service, name -> new HashMap<>()).put(proxy, list);
    changedServices.add(service);
  }

  private static Set<String> services(ProxyNetworking networking) {
    Set<String> services = new HashSet<>();
    networking.inbounds().stream()
        .filter(MeshTopology::servesTraffic)
        .forEach(inbound -> services.add(inbound.service()));
    return services;
  }

  private static Map<String, List<ServiceEndpoint>> endpoints(
      String proxy, ProxyNetworking networking) {
    Map<String, List<ServiceEndpoint>> byService = new HashMap<>();
    for (ProxyInbound inbound : networking.inbounds()) {
      if (servesTraffic(inbound)) {
        byService
            .computeIfAbsent(inbound.service(), name -> new ArrayList<>(1))
            .add(endpoint(proxy, networking, inbound));
      }
    }
    return byService;
  }

  private static boolean servesTraffic(ProxyInbound inbound) {
    return !inbound.service().isEmpty()
        && !inbound.serviceless()
        && inbound.state() != State.IGNORED;
  }

  private static ServiceEndpoint endpoint(
      String proxy, ProxyNetworking networking, ProxyInbound inbound) {
    boolean own = !inbound.address().equals(networking.address());
    return new ServiceEndpoint(
        proxy,
        own ? inbound.address() : networking.advertisedAddress(),
        inbound.port(),
        inbound.protocol(),
        inbound.instance(),
        inbound.tags().getOrDefault(Tags.ZONE, ""),
        inbound.state() == State.READY);
  }
}
