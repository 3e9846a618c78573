package io.higuma.xds;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.higuma.xds.snapshot.ResourceType;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import java.util.Set;

/** State of the world: each request names all resources that the proxy wants. */
public final class SotwProxy extends SimulatedProxy<DiscoveryRequest, DiscoveryResponse> {
  @Override
  ServiceMethod<DiscoveryResponse, DiscoveryRequest> method() {
    return ServiceMethod.client(
        ADS,
        "StreamAggregatedResources",
        GrpcMessageEncoder.encoder(),
        GrpcMessageDecoder.decoder(DiscoveryResponse.parser()));
  }

  @Override
  DiscoveryRequest subscription(ResourceType type, Set<String> names, Node node) {
    return DiscoveryRequest.newBuilder()
        .setNode(node)
        .setTypeUrl(type.typeUrl())
        .addAllResourceNames(type == ResourceType.ENDPOINT ? subscribed() : names)
        .build();
  }

  @Override
  void received(DiscoveryResponse response) {
    ResourceType type = ResourceType.of(response.getTypeUrl()).orElseThrow();
    var acknowledgement =
        DiscoveryRequest.newBuilder()
            .setTypeUrl(response.getTypeUrl())
            .setVersionInfo(response.getVersionInfo())
            .setResponseNonce(response.getNonce());
    switch (type) {
      case CLUSTER -> clusters(response.getResourcesList());
      case ENDPOINT -> {
        response.getResourcesList().forEach(this::endpoints);
        acknowledgement.addAllResourceNames(subscribed());
      }
      case LISTENER -> listeners(response.getResourcesCount());
    }
    send(acknowledgement.build());
  }
}
