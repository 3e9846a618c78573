package io.higuma.xds;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.higuma.xds.snapshot.ResourceType;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import java.util.List;
import java.util.Set;

/** Incremental xDS: each request names only what is new. */
public final class IncrementalProxy
    extends SimulatedProxy<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
  @Override
  ServiceMethod<DeltaDiscoveryResponse, DeltaDiscoveryRequest> method() {
    return ServiceMethod.client(
        ADS,
        "DeltaAggregatedResources",
        GrpcMessageEncoder.encoder(),
        GrpcMessageDecoder.decoder(DeltaDiscoveryResponse.parser()));
  }

  @Override
  DeltaDiscoveryRequest subscription(ResourceType type, Set<String> names, Node node) {
    return DeltaDiscoveryRequest.newBuilder()
        .setNode(node)
        .setTypeUrl(type.typeUrl())
        .addAllResourceNamesSubscribe(names)
        .build();
  }

  @Override
  void received(DeltaDiscoveryResponse response) {
    List<Any> resources = response.getResourcesList().stream().map(Resource::getResource).toList();
    switch (ResourceType.of(response.getTypeUrl()).orElseThrow()) {
      case CLUSTER -> clusters(resources);
      case ENDPOINT -> resources.forEach(this::endpoints);
      case LISTENER -> listeners(resources.size());
    }
    send(
        DeltaDiscoveryRequest.newBuilder()
            .setTypeUrl(response.getTypeUrl())
            .setResponseNonce(response.getNonce())
            .build());
  }
}
