package io.higuma.xds.snapshot;

import io.higuma.dataplane.ProxyNetworking;
import io.higuma.dataplane.ProxyNetworking.ProxyInbound;
import io.higuma.dataplane.ProxyNetworking.State;
import io.higuma.dataplane.ProxyNetworking.TransparentProxy;
import io.higuma.xds.snapshot.ServiceResources.InstanceResources;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All xDS resources of one proxy. */
public final class ProxySnapshot {
  private static final String EVERY_SERVICE = "*";

  private final PerType<ResourceSet> sets;

  private ProxySnapshot(PerType<SortedMap<String, XdsResource>> resources) {
    sets = new PerType<>(type -> new ResourceSet(resources.get(type)));
  }

  /** The resources of a type. */
  public ResourceSet of(ResourceType type) {
    return sets.get(type);
  }

  /** Builds the snapshot of a proxy with this Dataplane and node metadata. */
  static ProxySnapshot build(
      ProxyIdentity proxy, ProxyNetworking networking, NodeMetadata node, MeshResources mesh) {
    return new Builder(proxy, networking, node, mesh).build();
  }

  private static final class Builder {
    private final ProxyIdentity proxy;
    private final ProxyNetworking networking;
    private final NodeMetadata node;
    private final MeshResources mesh;
    private final Optional<TransparentProxy> redirection;
    private final DnsRecords dns;
    private final PerType<SortedMap<String, XdsResource>> resources =
        new PerType<>(_ -> new TreeMap<>());

    Builder(
        ProxyIdentity proxy, ProxyNetworking networking, NodeMetadata node, MeshResources mesh) {
      this.proxy = proxy;
      this.networking = networking;
      this.node = node;
      this.mesh = mesh;
      this.dns = new DnsRecords(mesh.options().domain());
      this.redirection = redirection(networking, node);
    }

    ProxySnapshot build() {
      networking.inbounds().forEach(this::inbound);
      redirection.ifPresent(
          ports -> {
            passthrough(ports);
            services(ports);
            directAccess(ports);
            if (node.embeddedDns() && !node.workdir().isEmpty()) {
              add(
                  ResourceType.LISTENER,
                  DynamicConfig.listener(node.workdir(), dns.names(), labels()));
            }
          });
      return new ProxySnapshot(resources);
    }

    private void inbound(ProxyInbound inbound) {
      if (!inbound.serviceless() && inbound.state() != State.IGNORED) {
        add(
            ResourceType.CLUSTER,
            Clusters.application(inbound.address(), inbound.port(), inbound.protocol()));
        add(ResourceType.LISTENER, Listeners.inbound(inbound, node.reusePort()));
      }
    }

    private void passthrough(TransparentProxy ports) {
      Clusters.passthrough(ports.dualStack())
          .forEach(cluster -> add(ResourceType.CLUSTER, cluster));
      Listeners.passthrough(ports, node.reusePort())
          .forEach(listener -> add(ResourceType.LISTENER, listener));
    }

    private void services(TransparentProxy ports) {
      VisibleServices visible = new VisibleServices(proxy.namespace(), Optional.of(ports));
      for (ServiceResources service : mesh.services().values()) {
        if (visible.contains(service.service())) {
          service(service);
        }
      }
    }

    private void service(ServiceResources service) {
      String name = service.service().name();
      add(ResourceType.CLUSTER, service.cluster());
      add(ResourceType.ENDPOINT, service.assignment());
      service.listeners().forEach(listener -> add(ResourceType.LISTENER, listener));
      service.service().vip().ifPresent(vip -> dns.add(name, "", vip));
      for (InstanceResources instance : service.instances()) {
        if (!instance.endpoint().proxy().equals(proxy.fullName())) {
          add(ResourceType.CLUSTER, instance.cluster());
          add(ResourceType.ENDPOINT, instance.assignment());
          add(ResourceType.LISTENER, instance.listener());
          dns.add(name, "." + instance.endpoint().instance(), instance.endpoint().address());
        }
      }
    }

    /** Addresses that already have a listener are not added a second time. */
    private void directAccess(TransparentProxy ports) {
      Set<String> services = Set.copyOf(ports.directAccess());
      if (services.isEmpty()) {
        return;
      }
      add(ResourceType.CLUSTER, Clusters.directAccess());
      Set<String> taken =
          resources.get(ResourceType.LISTENER).keySet().stream()
              .filter(name -> name.startsWith("outbound:"))
              .map(name -> name.substring("outbound:".length()))
              .collect(Collectors.toSet());
      mesh.dataplanes()
          .forEach(
              (name, other) -> {
                if (!name.equals(proxy.fullName())) {
                  for (ProxyInbound inbound : other.inbounds()) {
                    String target = inbound.address() + ":" + inbound.port();
                    boolean listed =
                        services.contains(EVERY_SERVICE) || services.contains(inbound.service());
                    if (listed && !taken.contains(target)) {
                      add(
                          ResourceType.LISTENER,
                          Listeners.directAccess(inbound.address(), inbound.port()));
                    }
                  }
                }
              });
    }

    private SortedMap<String, String> labels() {
      SortedMap<String, String> labels = new TreeMap<>();
      labels.put("mesh", proxy.mesh());
      labels.put("k8s_kuma_io_namespace", proxy.namespace());
      if (!mesh.options().zone().isEmpty()) {
        labels.put("kuma_io_zone", mesh.options().zone());
      }
      if (!networking.workload().isEmpty()) {
        labels.put("kuma_workload", networking.workload());
      }
      return labels;
    }

    /** The first resource of a name is kept: two Services may select the same port of a Pod. */
    private void add(ResourceType type, XdsResource resource) {
      resources.get(type).putIfAbsent(resource.name(), resource);
    }

    private static Optional<TransparentProxy> redirection(
        ProxyNetworking networking, NodeMetadata node) {
      return node.redirection()
          .map(
              ports -> {
                Optional<TransparentProxy> lists = networking.transparentProxy();
                return new TransparentProxy(
                    ports.inbound(),
                    ports.outbound(),
                    ports.dualStack(),
                    lists.map(TransparentProxy::directAccess).orElseGet(List::of),
                    lists.map(TransparentProxy::reachableServices).orElseGet(List::of),
                    lists.flatMap(TransparentProxy::reachableBackends));
              })
          .or(networking::transparentProxy)
          .filter(ports -> ports.outboundPort() != 0 && ports.inboundPort() != 0);
    }
  }
}
