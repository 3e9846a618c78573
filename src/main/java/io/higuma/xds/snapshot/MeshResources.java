package io.higuma.xds.snapshot;

import io.higuma.dataplane.ProxyNetworking;
import io.higuma.xds.snapshot.ServiceResources.InstanceResources;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the snapshots of all proxies of a Mesh are made from, at one moment.
 *
 * @param mesh the Mesh
 * @param options settings that resources depend on
 * @param services the resources of its services by service tag
 * @param dataplanes the networking of its Dataplanes by {@code name.namespace}; a live view
 * @param form stays the same object as long as only endpoints of the services change
 * @param names the names of all services and instances, for proxies that get them all
 * @param endpoints the endpoints of all services, for proxies that get them all
 * @param instances the proxies that are instances of headless Services, which do not get all
 * @param shared the instances of headless Services that have the same address and port as others:
 *     which of them are ready decides which listeners there are
 */
record MeshResources(
    String mesh,
    TopologyOptions options,
    SortedMap<String, ServiceResources> services,
    Map<String, ProxyNetworking> dataplanes,
    Form form,
    DnsRecords names,
    ResourceSet endpoints,
    Set<String> instances,
    Set<ServiceEndpoint> shared) {

  /** Compared by identity. */
  static final class Form {}

  /** A Mesh without services. */
  static MeshResources empty(
      String mesh, TopologyOptions options, Map<String, ProxyNetworking> dataplanes) {
    return new MeshResources(
        mesh,
        options,
        new TreeMap<>(),
        dataplanes,
        new Form(),
        new DnsRecords(options.domain()),
        ResourceSet.EMPTY,
        Set.of(),
        Set.of());
  }

  /** The same with other services, of which these have changed. */
  MeshResources with(SortedMap<String, ServiceResources> after, Collection<String> changed) {
    Set<ServiceEndpoint> sharedAfter = shared(after.values());
    boolean sameForm =
        shared.equals(sharedAfter)
            && changed.stream().allMatch(name -> hasSameForm(services.get(name), after.get(name)));
    SortedMap<String, XdsResource> all = new TreeMap<>();
    Set<String> proxies = new HashSet<>();
    for (ServiceResources service : after.values()) {
      all.putIfAbsent(service.assignment().name(), service.assignment());
      for (InstanceResources instance : service.instances()) {
        all.putIfAbsent(instance.assignment().name(), instance.assignment());
        proxies.add(instance.endpoint().proxy());
      }
    }
    return new MeshResources(
        mesh,
        options,
        Collections.unmodifiableSortedMap(after),
        dataplanes,
        sameForm ? form : new Form(),
        sameForm ? names : names(options, after.values()),
        endpoints.sameOrElse(ResourceSet.of(all)),
        Set.copyOf(proxies),
        sharedAfter);
  }

  private static Set<ServiceEndpoint> shared(Collection<ServiceResources> services) {
    Map<String, ServiceEndpoint> first = new HashMap<>();
    Set<ServiceEndpoint> shared = new HashSet<>();
    for (ServiceResources service : services) {
      for (InstanceResources instance : service.instances()) {
        ServiceEndpoint other = first.putIfAbsent(instance.listener().name(), instance.endpoint());
        if (other != null) {
          shared.add(other);
          shared.add(instance.endpoint());
        }
      }
    }
    return Set.copyOf(shared);
  }

  private static DnsRecords names(TopologyOptions options, Collection<ServiceResources> services) {
    DnsRecords names = new DnsRecords(options.domain());
    services.forEach(service -> names.add(service, ""));
    return names;
  }

  private static boolean hasSameForm(
      @Nullable ServiceResources old, @Nullable ServiceResources current) {
    if (old == null || current == null) {
      return Objects.equals(old, current);
    }
    return current.differsInEndpointsOnly(old);
  }
}
