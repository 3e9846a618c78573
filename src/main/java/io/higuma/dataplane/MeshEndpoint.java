package io.higuma.dataplane;

import java.util.Comparator;

/**
 * Endpoint of a service in the Mesh: one inbound of a Dataplane.
 *
 * @param service its service tag
 * @param address the address it listens on
 * @param port the port it listens on
 * @param instance its instance tag; empty if it has none
 */
public record MeshEndpoint(String service, String address, int port, String instance)
    implements Comparable<MeshEndpoint> {

  private static final Comparator<MeshEndpoint> ORDER =
      Comparator.comparing(MeshEndpoint::service)
          .thenComparing(MeshEndpoint::address)
          .thenComparingInt(MeshEndpoint::port)
          .thenComparing(MeshEndpoint::instance);

  @Override
  public int compareTo(MeshEndpoint other) {
    return ORDER.compare(this, other);
  }
}
