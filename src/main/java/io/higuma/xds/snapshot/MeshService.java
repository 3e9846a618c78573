package io.higuma.xds.snapshot;

import java.util.List;
import java.util.Optional;

/**
 * A service of a Mesh with everything that its resources depend on.
 *
 * @param name its {@code kuma.io/service} tag
 * @param endpoints its endpoints, ready or not, sorted by address and port
 * @param kubernetes its Kubernetes Service; empty if there is none
 * @param vip its virtual IP; empty while it has none
 */
public record MeshService(
    String name,
    List<ServiceEndpoint> endpoints,
    Optional<KubernetesPort> kubernetes,
    Optional<String> vip) {

  /**
   * The port of the Kubernetes Service that the service stands for.
   *
   * @param service the Service's name
   * @param namespace the Service's namespace
   * @param clusterIp its cluster IP; empty for a headless Service
   * @param port its port
   */
  public record KubernetesPort(String service, String namespace, String clusterIp, int port) {

    /** The service tag of a port of a Service. */
    public static String tag(String service, String namespace, int port) {
      return service + "_" + namespace + "_svc_" + port;
    }

    /** Whether the Service is headless. */
    public boolean headless() {
      return clusterIp.isEmpty();
    }
  }
}
