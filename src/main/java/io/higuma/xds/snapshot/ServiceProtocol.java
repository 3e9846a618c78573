package io.higuma.xds.snapshot;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The protocol of a service: the one that all its endpoints understand. */
final class ServiceProtocol {
  private static final String TCP = "tcp";

  /** A protocol and the protocols that it is based on. */
  private static final Map<String, List<String>> BASES =
      Map.of("grpc", List.of("http2"), "http2", List.of(), "http", List.of());

  private ServiceProtocol() {}

  /** The common protocol of these endpoints; {@code tcp} if they have no other in common. */
  static String of(List<ServiceEndpoint> endpoints) {
    return endpoints.stream()
        .map(ServiceEndpoint::protocol)
        .distinct()
        .map(ServiceProtocol::stack)
        .reduce((first, second) -> first.stream().filter(second::contains).toList())
        .flatMap(common -> common.stream().findFirst())
        .orElse(TCP);
  }

  private static List<String> stack(String protocol) {
    return Stream.of(
            Stream.of(protocol), BASES.getOrDefault(protocol, List.of()).stream(), Stream.of(TCP))
        .flatMap(part -> part)
        .distinct()
        .toList();
  }

  /** Whether a proxy routes requests of the protocol, not only connections. */
  static boolean isHttp(String protocol) {
    return BASES.containsKey(protocol);
  }

  /** Whether the protocol is HTTP/2 on the wire. */
  static boolean isHttp2(String protocol) {
    return protocol.equals("http2") || isGrpc(protocol);
  }

  /** Whether the status of a response is that of gRPC. */
  static boolean isGrpc(String protocol) {
    return protocol.equals("grpc");
  }
}
