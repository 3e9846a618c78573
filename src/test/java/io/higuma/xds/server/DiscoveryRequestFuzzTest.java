package io.higuma.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.higuma.dataplane.ProxyNetworking.State;
import io.higuma.xds.snapshot.ResourceType;
import java.util.List;

/** Any sequence of discovery requests, with snapshots in between, gets responses that end. */
class DiscoveryRequestFuzzTest {
  private static final int MAX_REQUEST = 400;

  /** More responses than there are types cannot follow one request. */
  private static final int MAX_RESPONSES = 2 * ResourceType.values().length;

  private static final List<String> TYPES =
      List.of(
          ResourceType.CLUSTER.typeUrl(),
          ResourceType.ENDPOINT.typeUrl(),
          ResourceType.LISTENER.typeUrl(),
          "type.googleapis.com/envoy.service.runtime.v3.Runtime");

  @FuzzTest(maxDuration = "15s")
  void anyRequestsOfAStreamAreAnswered(FuzzedDataProvider data) {
    var shop = new ShopMesh();
    var sotw = new SotwProtocol();
    var delta = new DeltaProtocol(Long.MAX_VALUE);
    while (data.remainingBytes() > 0) {
      switch (data.consumeInt(0, 4)) {
        case 0 -> receive(sotw, data.consumeBytes(MAX_REQUEST));
        case 1 -> receive(delta, data.consumeBytes(MAX_REQUEST));
        case 2 -> assertThat(sotw.receive(request(data))).isNotNull();
        case 3 -> assertThat(delta.receive(deltaRequest(data))).isNotNull();
        default -> {
          var snapshot = shop.web1(data.consumeBoolean() ? State.READY : State.NOT_READY);
          sotw.snapshot(snapshot);
          delta.snapshot(snapshot);
        }
      }
      drain(sotw);
      drain(delta);
    }
  }

  private static DiscoveryRequest request(FuzzedDataProvider data) {
    return DiscoveryRequest.newBuilder()
        .setTypeUrl(data.pickValue(TYPES))
        .setVersionInfo(data.consumeString(8))
        .setResponseNonce(data.consumeString(8))
        .addAllResourceNames(List.of(data.pickValue(ShopMesh.SERVICES), data.consumeString(8)))
        .build();
  }

  private static DeltaDiscoveryRequest deltaRequest(FuzzedDataProvider data) {
    return DeltaDiscoveryRequest.newBuilder()
        .setTypeUrl(data.pickValue(TYPES))
        .setResponseNonce(data.consumeString(8))
        .addResourceNamesSubscribe(data.pickValue(ShopMesh.SERVICES))
        .addResourceNamesUnsubscribe(data.consumeString(8))
        .putInitialResourceVersions(data.pickValue(ShopMesh.SERVICES), data.consumeString(8))
        .build();
  }

  private static void receive(SotwProtocol protocol, byte[] bytes) {
    try {
      assertThat(protocol.receive(DiscoveryRequest.parseFrom(ByteString.copyFrom(bytes))))
          .isNotNull();
    } catch (InvalidProtocolBufferException e) {
      assertThat(e).hasMessageNotContaining("internal");
    }
  }

  private static void receive(DeltaProtocol protocol, byte[] bytes) {
    try {
      assertThat(protocol.receive(DeltaDiscoveryRequest.parseFrom(ByteString.copyFrom(bytes))))
          .isNotNull();
    } catch (InvalidProtocolBufferException e) {
      assertThat(e).hasMessageNotContaining("internal");
    }
  }

  private static void drain(DiscoveryProtocol<?, ?> protocol) {
    int responses = 0;
    while (protocol.next().isPresent()) {
      assertThat(++responses).isLessThanOrEqualTo(MAX_RESPONSES);
    }
  }
}
