package io.higuma.sandbox.sidecar;

/**
 * A connection of a Pod that iptables would redirect to the sidecar. Its destination is told to
 * Envoy in the header of the PROXY protocol, because only iptables of root can tell it by the
 * socket.
 *
 * @param source address of the client
 * @param address of the destination
 */
public record Redirected(String source, int sourcePort, String address, int port) {

  /** The header of the PROXY protocol, version 1. */
  String header() {
    return "PROXY TCP4 %s %s %d %d\r\n".formatted(source, address, sourcePort, port);
  }
}
