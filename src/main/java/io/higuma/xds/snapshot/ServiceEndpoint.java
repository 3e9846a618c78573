package io.higuma.xds.snapshot;

/**
 * An endpoint of a service: one inbound of a Dataplane.
 *
 * @param proxy the Dataplane, as {@code name.namespace}
 * @param address its address for other proxies
 * @param port its port
 * @param protocol its application protocol
 * @param instance its instance tag; empty if it has none
 * @param zone its zone; may be empty
 * @param ready whether it gets traffic
 */
public record ServiceEndpoint(
    String proxy,
    String address,
    int port,
    String protocol,
    String instance,
    String zone,
    boolean ready) {

  /** The address and port of a listener for this endpoint. */
  String target() {
    return address + ":" + port;
  }
}
