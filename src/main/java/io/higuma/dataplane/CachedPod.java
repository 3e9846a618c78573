package io.higuma.dataplane;

import java.util.List;
import java.util.Map;

/**
 * The fields of a Pod that a conversion reads, trimmed for stores that hold many Pods. Absent
 * strings are empty.
 *
 * @param id namespace, name, UID and resource version
 * @param template the fields that all replicas of a workload share; one instance for all of them
 * @param nodeName the Node it is bound to
 * @param status its status
 */
public record CachedPod(Identity id, Template template, String nodeName, Status status) {
  static final String SIDECAR = "kuma-sidecar";

  /**
   * Identity of a Pod.
   *
   * @param namespace its namespace
   * @param name its name
   * @param uid its UID
   * @param resourceVersion the resource version that was read
   */
  public record Identity(String namespace, String name, String uid, String resourceVersion) {}

  /**
   * The fields that all replicas of a workload share.
   *
   * @param labels all labels: they become tags
   * @param annotations those that a conversion reads
   * @param serviceAccount the ServiceAccount's name
   * @param owners the owner references in their order
   * @param containers the containers; init containers produce no inbounds
   * @param initPorts the named ports of init containers, used only to report why a port is skipped
   * @param httpProbes the HTTP probes of containers that start after the sidecar, in order, if
   *     virtual probes are enabled
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
   * Status of a Pod.
   *
   * @param terminating whether a deletion timestamp is set
   * @param phase its phase
   * @param reason why it is in this phase
   * @param podIP its primary IP
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
   * Owner reference.
   *
   * @param qualifiedKind its kind, followed by a dot and its API group unless the group is empty
   * @param name its name
   * @param controller the flag {@code controller}
   */
  public record OwnerView(String qualifiedKind, String name, boolean controller) {
    /** The qualified kind of ReplicaSets. */
    public static final String REPLICA_SET = "ReplicaSet.apps";

    /** The qualified kind of Jobs; other groups have Jobs, too. */
    public static final String JOB = "Job.batch";

    /** Its kind, without the API group. */
    public String kind() {
      int dot = qualifiedKind.indexOf('.');
      return dot < 0 ? qualifiedKind : qualifiedKind.substring(0, dot);
    }
  }

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
   * @param terminated whether it has terminated
   * @param exitCode its exit code if it has terminated, else 0
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
