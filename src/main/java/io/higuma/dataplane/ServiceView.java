package io.higuma.dataplane;

import java.util.List;
import java.util.Map;

/**
 * The fields of a Service that a conversion reads. Absent strings are empty.
 *
 * @param namespace its namespace
 * @param name its name
 * @param labels those that a conversion reads
 * @param annotations those that a conversion reads
 * @param selector its selector; empty if it has none
 * @param type ClusterIP, NodePort, LoadBalancer or ExternalName
 * @param clusterIP its cluster IP; {@code None} for a headless Service
 * @param ports its ports in declared order
 */
public record ServiceView(
    String namespace,
    String name,
    Map<String, String> labels,
    Map<String, String> annotations,
    Map<String, String> selector,
    String type,
    String clusterIP,
    List<ServicePortView> ports) {

  /** Whether the Service is headless. */
  public boolean isHeadless() {
    return clusterIP.equals("None");
  }

  /** Whether the Service is an alias of a DNS name. */
  public boolean isExternalName() {
    return type.equals("ExternalName");
  }

  /**
   * One port.
   *
   * @param name its name
   * @param port its number
   * @param targetPort its target port in the Pod
   * @param protocol TCP, UDP or SCTP
   * @param appProtocol the protocol of the application
   */
  public record ServicePortView(
      String name, int port, TargetPort targetPort, String protocol, String appProtocol) {}

  /** Target port of a Service port. */
  public sealed interface TargetPort {
    /** A number. */
    record Numbered(int port) implements TargetPort {
      @Override
      public String toString() {
        return Integer.toString(port);
      }
    }

    /** The name of a port that a container declares. */
    record Named(String name) implements TargetPort {
      @Override
      public String toString() {
        return name;
      }
    }
  }
}
