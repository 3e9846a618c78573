package io.higuma.gui;

import java.util.List;

/**
 * The Dataplane of one Pod.
 *
 * @param sentence whether the Pod has a Dataplane, and why
 * @param failed whether it cannot be made
 * @param connection the connection of its sidecar, by name
 * @param types the xDS responses that the sidecar got, by type
 * @param inbounds its inbounds
 * @param services the Services of its namespace, those that match first
 * @param problems errors and warnings of the conversion
 */
public record DataplaneDetail(
    String sentence,
    boolean failed,
    List<Fact> connection,
    List<Type> types,
    List<Inbound> inbounds,
    List<ServiceRow> services,
    List<String> problems) {
  /** Copies the lists. */
  public DataplaneDetail {
    connection = List.copyOf(connection);
    types = List.copyOf(types);
    inbounds = List.copyOf(inbounds);
    services = List.copyOf(services);
    problems = List.copyOf(problems);
  }

  /** The responses of one type, and the version that the sidecar applied last. */
  public record Type(String name, long sent, long acknowledged, long rejected, String version) {}

  /** An inbound: a port of the Pod that the sidecar serves, with its tags as {@code key=value}. */
  public record Inbound(int port, String name, String protocol, String state, List<String> tags) {
    /** Copies the list. */
    public Inbound {
      tags = List.copyOf(tags);
    }
  }

  /**
   * A Service of the namespace.
   *
   * @param matches whether it selects the Pod
   * @param reasons why it does or does not
   * @param ports what its ports produced
   */
  public record ServiceRow(String name, boolean matches, List<String> reasons, List<String> ports) {
    /** Copies the lists. */
    public ServiceRow {
      reasons = List.copyOf(reasons);
      ports = List.copyOf(ports);
    }
  }
}
