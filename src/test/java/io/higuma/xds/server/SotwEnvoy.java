package io.higuma.xds.server;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.higuma.xds.snapshot.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An Envoy that talks to a {@link SotwProtocol} without a connection. */
final class SotwEnvoy {
  final SotwProtocol protocol = new SotwProtocol();

  /** The first request of a type. */
  Receipt subscribe(ResourceType type, String... names) {
    return resume(type, "", names);
  }

  /** The first request of a type on a new stream, with the version from an earlier one. */
  Receipt resume(ResourceType type, String version, String... names) {
    return protocol.receive(
        DiscoveryRequest.newBuilder()
            .setTypeUrl(type.typeUrl())
            .setVersionInfo(version)
            .addAllResourceNames(List.of(names))
            .build());
  }

  Receipt ack(DiscoveryResponse response, String... names) {
    return protocol.receive(answer(response, names).build());
  }

  Receipt nack(DiscoveryResponse response, String... names) {
    return protocol.receive(
        answer(response, names)
            .setVersionInfo("older")
            .setErrorDetail(Status.newBuilder().setMessage("bad listener"))
            .build());
  }

  private static DiscoveryRequest.Builder answer(DiscoveryResponse response, String... names) {
    return DiscoveryRequest.newBuilder()
        .setTypeUrl(response.getTypeUrl())
        .setVersionInfo(response.getVersionInfo())
        .setResponseNonce(response.getNonce())
        .addAllResourceNames(List.of(names));
  }

  Optional<DiscoveryResponse> next() {
    return protocol.next();
  }

  /** Takes the next response, which must be of this type, and applies it. */
  DiscoveryResponse applies(ResourceType type, String... names) {
    DiscoveryResponse response = receives(type);
    ack(response, names);
    return response;
  }

  /** Takes the next response, which must be of this type. */
  DiscoveryResponse receives(ResourceType type) {
    DiscoveryResponse response = protocol.next().orElseThrow();
    if (!response.getTypeUrl().equals(type.typeUrl())) {
      throw new AssertionError("expected " + type + ", but got " + response.getTypeUrl());
    }
    return response;
  }

  /**
   * Applies the first snapshot of a Mesh; returns the responses: clusters, endpoints, listeners.
   */
  List<DiscoveryResponse> start(ShopMesh shop) {
    protocol.snapshot(shop.snapshot());
    subscribe(ResourceType.CLUSTER);
    DiscoveryResponse clusters = applies(ResourceType.CLUSTER);
    subscribe(ResourceType.ENDPOINT, ShopMesh.SERVICES);
    DiscoveryResponse endpoints = applies(ResourceType.ENDPOINT, ShopMesh.SERVICES);
    subscribe(ResourceType.LISTENER);
    return List.of(clusters, endpoints, applies(ResourceType.LISTENER));
  }

  /** The names of the resources of a response. */
  static List<String> names(DiscoveryResponse response) throws InvalidProtocolBufferException {
    List<String> names = new ArrayList<>();
    for (var any : response.getResourcesList()) {
      if (any.is(Cluster.class)) {
        names.add(any.unpack(Cluster.class).getName());
      } else if (any.is(ClusterLoadAssignment.class)) {
        names.add(any.unpack(ClusterLoadAssignment.class).getClusterName());
      } else {
        names.add(any.unpack(Listener.class).getName());
      }
    }
    return names;
  }
}
