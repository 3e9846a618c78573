package io.higuma.dataplane;

import java.util.List;
import java.util.Map;

/**
 * What a conversion reads of a Pod, and nothing else: made for stores of many Pods. Absent strings
 * are empty.
 *
 * @param id which Pod
 * @param template what replicas of one workload have in common; shared between them
 * @param nodeName the Node it is bound to
 * @param status how it stands
 */
public record CachedPod(Identity id, Template template, String nodeName, Status status) {
  static final String SIDECAR = "kuma-sidecar";

  /**
   * Which Pod.
   *
   * @param namespace its namespace
   * @param name its name
   * @param uid its UID
   * @param resourceVersion the version seen
   */
  public record Identity(String namespace, String name, String uid, String resourceVersion) {}

  /**
   * What replicas of one workload have in common.
   *
   * @param labels all labels: they become tags
   * @param annotations those that a conversion reads
   * @param serviceAccount the ServiceAccount's name
   * @param owners the owner references in their order
   * @param containers the containers; init containers have no say in inbounds
   * @param initPorts the named ports of init containers, which only tell why a port is left out
   * @param httpProbes the HTTP probes behind the sidecar in order, if virtual probes are on
   */
  public record Template(
      Map<String, String> labels,
      Map<String, String> annotations,
      String serviceAccount,
      List<OwnerView> owners,
      List<ContainerView> containers,
      List<InitPortView> initPorts,
      List<HttpProbeView> httpProbes) {}

  /**
   * How a Pod stands.
   *
   * @param terminating whether a deletion timestamp is set
   * @param phase its phase
   * @param reason why it is in this phase
   * @param podIP its first address
   * @param containers statuses of the containers that have one
   * @param initContainers statuses of the init containers that have one
   */
  public record Status(
      boolean terminating,
      String phase,
      String reason,
      String podIP,
      List<ContainerStatusView> containers,
      List<ContainerStatusView> initContainers) {}

  /**
   * One owner.
   *
   * @param kind its kind
   * @param name its name
   * @param controller whether it manages the object
   */
  public record OwnerView(String kind, String name, boolean controller) {}

  /**
   * One container.
   *
   * @param name its name
   * @param ports the ports that it declares
   */
  public record ContainerView(String name, List<ContainerPortView> ports) {}

  /**
   * One declared port.
   *
   * @param name its name
   * @param port its number
   * @param protocol TCP, UDP or SCTP
   */
  public record ContainerPortView(String name, int port, String protocol) {}

  /**
   * A named port of an init container.
   *
   * @param container the name of the init container
   * @param sidecar whether it runs as long as the Pod ({@code restartPolicy: Always})
   * @param port the port
   */
  public record InitPortView(String container, boolean sidecar, ContainerPortView port) {}

  /**
   * The status of one container.
   *
   * @param name its name
   * @param ready whether it is ready
   * @param terminated whether it has ended
   * @param exitCode its exit code once it has ended, else 0
   */
  public record ContainerStatusView(String name, boolean ready, boolean terminated, int exitCode) {}

  /**
   * An HTTP probe.
   *
   * @param path its path
   * @param port its port; 0 for a name
   */
  public record HttpProbeView(String path, int port) {}

  /** The namespace. */
  public String namespace() {
    return id.namespace();
  }

  /** The name. */
  public String name() {
    return id.name();
  }

  /** All labels. */
  public Map<String, String> labels() {
    return template.labels();
  }

  /** The annotations that a conversion reads. */
  public Map<String, String> annotations() {
    return template.annotations();
  }
}
