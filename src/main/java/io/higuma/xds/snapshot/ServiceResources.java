package io.higuma.xds.snapshot;

import io.higuma.kuma.Tags;
import io.higuma.xds.snapshot.MeshService.KubernetesPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The resources through which proxies reach a service; the same for all proxies, except that no
 * proxy gets its own instance.
 *
 * @param service the service
 * @param cluster its cluster
 * @param assignment its ready endpoints
 * @param listeners its listeners: at the cluster IP and at the virtual IP
 * @param instances its instances that are addressed individually
 */
record ServiceResources(
    MeshService service,
    XdsResource cluster,
    XdsResource assignment,
    List<XdsResource> listeners,
    List<InstanceResources> instances) {

  /**
   * The resources of one instance of a headless Service.
   *
   * @param endpoint its endpoint
   */
  record InstanceResources(
      ServiceEndpoint endpoint,
      XdsResource cluster,
      XdsResource assignment,
      XdsResource listener) {}

  static ServiceResources of(MeshService service, int vipPort) {
    String protocol = ServiceProtocol.of(service.endpoints());
    String name = service.name();
    List<XdsResource> listeners = new ArrayList<>();
    clusterIp(service)
        .ifPresent(port -> listeners.add(shared(name, port.clusterIp(), port.port(), protocol)));
    service.vip().ifPresent(vip -> listeners.add(shared(name, vip, vipPort, protocol)));
    return new ServiceResources(
        service,
        Clusters.service(name, protocol),
        Endpoints.assignment(name, service.endpoints()),
        List.copyOf(listeners),
        instances(service, protocol));
  }

  /** Whether clusters, listeners and names are the same as those of {@code other}. */
  boolean differsInEndpointsOnly(ServiceResources other) {
    return cluster.equals(other.cluster)
        && listeners.equals(other.listeners)
        && service.vip().equals(other.service.vip())
        && service.kubernetes().equals(other.service.kubernetes())
        && forms().equals(other.forms());
  }

  /** What is sent of the instances besides their endpoints. */
  private List<List<Object>> forms() {
    return instances.stream()
        .map(
            one ->
                List.<Object>of(
                    one.endpoint().proxy(),
                    one.endpoint().instance(),
                    one.endpoint().address(),
                    one.cluster(),
                    one.listener()))
        .toList();
  }

  private static Optional<KubernetesPort> clusterIp(MeshService service) {
    return service.kubernetes().filter(port -> !port.headless());
  }

  private static XdsResource shared(String name, String address, int port, String protocol) {
    return Listeners.outbound(address, port, name, Listeners.tagsOf(name), name, protocol);
  }

  private static List<InstanceResources> instances(MeshService service, String protocol) {
    if (service.kubernetes().filter(KubernetesPort::headless).isEmpty()) {
      return List.of();
    }
    return service.endpoints().stream()
        .filter(endpoint -> !endpoint.instance().isEmpty())
        .map(endpoint -> instance(service.name(), endpoint, protocol))
        .toList();
  }

  private static InstanceResources instance(
      String service, ServiceEndpoint endpoint, String protocol) {
    Map<String, String> tags = Map.of(Tags.SERVICE, service, Tags.INSTANCE, endpoint.instance());
    String cluster = service + "-" + hash(tags);
    return new InstanceResources(
        endpoint,
        Clusters.service(cluster, protocol),
        Endpoints.assignment(cluster, List.of(endpoint)),
        Listeners.outbound(endpoint.address(), endpoint.port(), service, tags, cluster, protocol));
  }

  /** The suffix of a cluster's name, as Kuma computes it. */
  private static String hash(Map<String, String> tags) {
    ContentHash hash = new ContentHash();
    new TreeMap<>(tags).forEach((key, value) -> hash.add(key).add(value));
    return hash.toString();
  }
}
