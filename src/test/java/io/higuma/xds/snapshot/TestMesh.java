package io.higuma.xds.snapshot;

import io.higuma.dataplane.ServiceView;
import io.higuma.dataplane.ServiceView.ServicePortView;
import io.higuma.dataplane.ServiceView.TargetPort;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The Mesh {@code default} with Pods in Namespace {@code demo}, for tests. */
public final class TestMesh {
  public static final TopologyOptions OPTIONS = new TopologyOptions("default", "mesh", 80);

  /** A node that resolves names. */
  public static final NodeMetadata NODE =
      new NodeMetadata("/work", true, false, false, Map.of(), Optional.empty());

  private static final String MESH = "default";
  private static final String NAMESPACE = "demo";
  private final Topology topology = new Topology(OPTIONS);

  public Topology topology() {
    return topology;
  }

  /** Adds or changes the Dataplane of a Pod. */
  public TestMesh pod(String name, Sidecar sidecar) {
    topology.dataplane(proxy(name), sidecar.networking());
    return this;
  }

  public TestMesh without(String pod) {
    topology.dataplane(proxy(pod), null);
    return this;
  }

  /** Adds a Service with one port; {@code None} as the cluster IP makes it headless. */
  public TestMesh with(String service, String clusterIp, int port) {
    topology.service(null, service(service, clusterIp, port));
    return this;
  }

  /** Replaces all virtual IPs. */
  public TestMesh vips(Map<String, String> vips) {
    topology.vips(MESH, vips);
    return this;
  }

  /** The snapshot of a Pod after all changes. */
  public ProxySnapshot snapshot(String pod) {
    return snapshot(pod, NODE);
  }

  ProxySnapshot snapshot(String pod, NodeMetadata node) {
    topology.refresh();
    return topology.snapshot(proxy(pod), node).orElseThrow();
  }

  /** The names of a Pod's resources. */
  Set<String> names(String pod, ResourceType type) {
    return names(snapshot(pod).of(type));
  }

  static Set<String> names(ResourceSet resources) {
    return resources.all().stream()
        .map(XdsResource::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  public static ProxyIdentity proxy(String pod) {
    return new ProxyIdentity(MESH, pod, NAMESPACE);
  }

  static ServiceView service(String name, String clusterIp, int port) {
    return service(name, "ClusterIP", clusterIp, port);
  }

  static ServiceView service(String name, String type, String clusterIp, int port) {
    return new ServiceView(
        NAMESPACE,
        name,
        Map.of(),
        Map.of(),
        Map.of(),
        type,
        clusterIp,
        List.of(new ServicePortView("", port, new TargetPort.Numbered(port), "TCP", "")));
  }
}
