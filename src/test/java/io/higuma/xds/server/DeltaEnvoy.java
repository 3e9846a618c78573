package io.higuma.xds.server;

import com.google.rpc.Status;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.higuma.xds.snapshot.ResourceType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An Envoy that talks to a {@link DeltaProtocol} without a connection. */
final class DeltaEnvoy {
  final DeltaProtocol protocol;

  /** The versions of all resources that it has, by type and name. */
  final Map<ResourceType, Map<String, String>> resources = new HashMap<>();

  DeltaEnvoy() {
    this(Long.MAX_VALUE);
  }

  /** Accepts responses of at most this many bytes. */
  DeltaEnvoy(long maxBytes) {
    protocol = new DeltaProtocol(maxBytes);
  }

  Receipt subscribe(ResourceType type, String... names) {
    return protocol.receive(request(type).addAllResourceNamesSubscribe(List.of(names)).build());
  }

  Receipt unsubscribe(ResourceType type, String... names) {
    return protocol.receive(request(type).addAllResourceNamesUnsubscribe(List.of(names)).build());
  }

  /** The first request of a type on a new stream, with the resources of an earlier one. */
  Receipt resume(ResourceType type, Map<String, String> versions, String... names) {
    return protocol.receive(
        request(type)
            .addAllResourceNamesSubscribe(List.of(names))
            .putAllInitialResourceVersions(versions)
            .build());
  }

  Receipt ack(DeltaDiscoveryResponse response) {
    ResourceType type = protocol.typeOf(response);
    Map<String, String> known = resources.computeIfAbsent(type, none -> new HashMap<>());
    response.getResourcesList().forEach(one -> known.put(one.getName(), one.getVersion()));
    known.keySet().removeAll(response.getRemovedResourcesList());
    return protocol.receive(request(type).setResponseNonce(response.getNonce()).build());
  }

  Receipt nack(DeltaDiscoveryResponse response) {
    return protocol.receive(
        request(protocol.typeOf(response))
            .setResponseNonce(response.getNonce())
            .setErrorDetail(Status.newBuilder().setMessage("bad cluster"))
            .build());
  }

  private static DeltaDiscoveryRequest.Builder request(ResourceType type) {
    return DeltaDiscoveryRequest.newBuilder().setTypeUrl(type.typeUrl());
  }

  Optional<DeltaDiscoveryResponse> next() {
    return protocol.next();
  }

  /** Takes the next response, which must be of this type, and applies it. */
  DeltaDiscoveryResponse applies(ResourceType type) {
    DeltaDiscoveryResponse response = receives(type);
    ack(response);
    return response;
  }

  /** Takes the next response, which must be of this type. */
  DeltaDiscoveryResponse receives(ResourceType type) {
    DeltaDiscoveryResponse response = protocol.next().orElseThrow();
    if (protocol.typeOf(response) != type) {
      throw new AssertionError("expected " + type + ", but got " + response.getTypeUrl());
    }
    return response;
  }

  /**
   * Applies the first snapshot of a Mesh; returns the responses: clusters, endpoints, listeners.
   */
  List<DeltaDiscoveryResponse> start(ShopMesh shop) {
    protocol.snapshot(shop.snapshot());
    subscribe(ResourceType.CLUSTER);
    DeltaDiscoveryResponse clusters = applies(ResourceType.CLUSTER);
    subscribe(ResourceType.ENDPOINT, ShopMesh.SERVICES);
    DeltaDiscoveryResponse endpoints = applies(ResourceType.ENDPOINT);
    subscribe(ResourceType.LISTENER);
    return List.of(clusters, endpoints, applies(ResourceType.LISTENER));
  }

  static List<String> names(DeltaDiscoveryResponse response) {
    return response.getResourcesList().stream().map(Resource::getName).toList();
  }
}
