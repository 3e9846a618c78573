package io.higuma.xds.snapshot;

import io.higuma.dataplane.ProxyNetworking;
import io.higuma.dataplane.ProxyNetworking.ProxyInbound;
import io.higuma.dataplane.ProxyNetworking.State;
import io.higuma.dataplane.ProxyNetworking.TransparentProxy;
import io.higuma.xds.snapshot.ServiceResources.InstanceResources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All xDS resources of one proxy. */
public final class ProxySnapshot {
  private static final String EVERY_SERVICE = "*";

  private final PerType<ResourceSet> sets;
  private final OwnResources own;
  private final MeshResources.Form form;

  private ProxySnapshot(PerType<ResourceSet> sets, OwnResources own, MeshResources.Form form) {
    this.sets = sets;
    this.own = own;
    this.form = form;
  }

  /** The resources of a type. */
  public ResourceSet of(ResourceType type) {
    return sets.get(type);
  }

  /** The same with other endpoints. */
  private ProxySnapshot with(ResourceSet endpoints) {
    return endpoints == of(ResourceType.ENDPOINT)
        ? this
        : new ProxySnapshot(
            new PerType<>(type -> type == ResourceType.ENDPOINT ? endpoints : of(type)), own, form);
  }

  /**
   * Builds the snapshot of a proxy with this Dataplane and node metadata.
   *
   * @param previous an earlier snapshot of the proxy, whose resources are kept where nothing that
   *     they are made from has changed: most changes are of endpoints only
   */
  static ProxySnapshot build(
      ProxyIdentity proxy,
      ProxyNetworking networking,
      NodeMetadata node,
      MeshResources mesh,
      Optional<ProxySnapshot> previous) {
    return new Builder(proxy, networking, node, mesh, previous).build();
  }

  /** The resources that are made from the Dataplane and the node metadata alone. */
  private record OwnResources(
      ProxyNetworking networking,
      NodeMetadata node,
      List<XdsResource> clusters,
      List<XdsResource> listeners) {}

  private static final class Builder {
    private final ProxyIdentity proxy;
    private final ProxyNetworking networking;
    private final NodeMetadata node;
    private final MeshResources mesh;
    private final Optional<ProxySnapshot> previous;
    private final Optional<TransparentProxy> redirection;
    private final VisibleServices visible;
    private final boolean getsAllServices;
    private final PerType<SortedMap<String, XdsResource>> resources =
        new PerType<>(_ -> new TreeMap<>());

    Builder(
        ProxyIdentity proxy,
        ProxyNetworking networking,
        NodeMetadata node,
        MeshResources mesh,
        Optional<ProxySnapshot> previous) {
      this.proxy = proxy;
      this.networking = networking;
      this.node = node;
      this.mesh = mesh;
      this.previous = previous;
      this.redirection = redirection(networking, node);
      this.visible = new VisibleServices(proxy.namespace(), redirection);
      this.getsAllServices =
          redirection.isPresent()
              && visible.areAll()
              && !mesh.instances().contains(proxy.fullName());
    }

    ProxySnapshot build() {
      return previous
          .filter(this::differsInEndpointsOnly)
          .map(older -> older.with(endpoints()))
          .orElseGet(this::whole);
    }

    /** Most changes are of this kind. Listeners of direct access depend on other Dataplanes. */
    private boolean differsInEndpointsOnly(ProxySnapshot older) {
      return older.form == mesh.form()
          && older.own.networking().equals(networking)
          && older.own.node().equals(node)
          && redirection.filter(ports -> !ports.directAccess().isEmpty()).isEmpty();
    }

    private ResourceSet endpoints() {
      if (redirection.isPresent() && !getsAllServices) {
        services();
      }
      return set(ResourceType.ENDPOINT);
    }

    private ProxySnapshot whole() {
      OwnResources own =
          previous
              .map(older -> older.own)
              .filter(older -> older.networking().equals(networking) && older.node().equals(node))
              .orElseGet(this::own);
      own.clusters().forEach(cluster -> add(ResourceType.CLUSTER, cluster));
      own.listeners().forEach(listener -> add(ResourceType.LISTENER, listener));
      redirection.ifPresent(
          ports -> {
            services();
            directAccess(ports);
          });
      if (redirection.isPresent() && node.embeddedDns() && !node.workdir().isEmpty()) {
        add(ResourceType.LISTENER, DynamicConfig.listener(node.workdir(), names(), labels()));
      }
      return new ProxySnapshot(new PerType<>(this::set), own, mesh.form());
    }

    private ResourceSet set(ResourceType type) {
      if (type == ResourceType.ENDPOINT && getsAllServices) {
        return mesh.endpoints();
      }
      ResourceSet all = ResourceSet.of(resources.get(type));
      return previous.map(older -> older.of(type).sameOrElse(all)).orElse(all);
    }

    private OwnResources own() {
      List<XdsResource> clusters = new ArrayList<>();
      List<XdsResource> listeners = new ArrayList<>();
      List<ProxyInbound> served =
          networking.inbounds().stream()
              .filter(inbound -> !inbound.serviceless() && inbound.state() != State.IGNORED)
              .toList();
      // As by Kuma, the last of several Services that select the same port is served.
      for (ProxyInbound inbound : served.reversed()) {
        clusters.add(Clusters.application(inbound.address(), inbound.port(), inbound.protocol()));
        listeners.add(Listeners.inbound(inbound, node.reusePort()));
      }
      networking
          .probes()
          .filter(_ -> !node.probeProxy())
          .map(
              probes ->
                  VirtualProbeListener.of(networking, probes, served, redirection.isPresent()))
          .ifPresent(listeners::add);
      redirection.ifPresent(
          ports -> {
            clusters.addAll(Clusters.passthrough(ports.dualStack()));
            listeners.addAll(Listeners.passthrough(ports, node.reusePort()));
          });
      return new OwnResources(networking, node, clusters, listeners);
    }

    private DnsRecords names() {
      if (getsAllServices) {
        return mesh.names();
      }
      DnsRecords names = new DnsRecords(mesh.options().domain());
      visibleServices().forEach(service -> names.add(service, proxy.fullName()));
      return names;
    }

    private List<ServiceResources> visibleServices() {
      return mesh.services().values().stream()
          .filter(service -> visible.contains(service.service()))
          .toList();
    }

    private void services() {
      for (ServiceResources service : visibleServices()) {
        add(ResourceType.CLUSTER, service.cluster());
        add(ResourceType.ENDPOINT, service.assignment());
        service.listeners().forEach(listener -> add(ResourceType.LISTENER, listener));
        instances(service)
            .forEach(
                instance -> {
                  add(ResourceType.CLUSTER, instance.cluster());
                  add(ResourceType.ENDPOINT, instance.assignment());
                });
      }
      instanceListeners();
    }

    /**
     * One for each address and port. A failed Pod keeps its address, which a newer Pod may have:
     * the ready one of them is reached, also if it is this proxy itself.
     */
    private void instanceListeners() {
      Set<String> own = ownTargets();
      visibleServices().stream()
          .flatMap(this::instances)
          .filter(instance -> !own.contains(instance.endpoint().target()))
          .sorted(Comparator.comparing(instance -> !instance.endpoint().ready()))
          .forEach(instance -> add(ResourceType.LISTENER, instance.listener()));
    }

    /** The instances of a service but this proxy. */
    private Stream<InstanceResources> instances(ServiceResources service) {
      return service.instances().stream()
          .filter(instance -> !instance.endpoint().proxy().equals(proxy.fullName()));
    }

    /** Where the inbound listeners are: Envoy rejects a second listener at the same address. */
    private Set<String> ownTargets() {
      return networking.inbounds().stream().map(Builder::target).collect(Collectors.toSet());
    }

    private static String target(ProxyInbound inbound) {
      return inbound.address() + ":" + inbound.port();
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
      taken.addAll(ownTargets());
      mesh.dataplanes()
          .forEach(
              (name, other) -> {
                if (!name.equals(proxy.fullName())) {
                  for (ProxyInbound inbound : other.inbounds()) {
                    boolean listed =
                        services.contains(EVERY_SERVICE) || services.contains(inbound.service());
                    if (listed && !taken.contains(target(inbound))) {
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

    /** The first resource of a name is kept. */
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
