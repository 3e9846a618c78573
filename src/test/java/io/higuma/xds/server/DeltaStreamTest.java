package io.higuma.xds.server;

import static io.higuma.xds.server.ShopMesh.BLOG;
import static io.higuma.xds.snapshot.ResourceType.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.higuma.testing.Settled;
import io.higuma.xds.snapshot.Sidecar;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An incremental stream of a real gRPC client. */
class DeltaStreamTest {
  private static final int TIMEOUT = 20;
  private static final ServiceMethod<DeltaDiscoveryResponse, DeltaDiscoveryRequest> METHOD =
      ServiceMethod.client(
          ServiceName.create("envoy.service.discovery.v3.AggregatedDiscoveryService"),
          "DeltaAggregatedResources",
          GrpcMessageEncoder.encoder(),
          GrpcMessageDecoder.decoder(DeltaDiscoveryResponse.parser()));

  private final RunningXdsServer running = new RunningXdsServer();
  private final BlockingQueue<DeltaDiscoveryResponse> responses = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void aProxyGetsItsClustersAndThenOnlyNewOnes() throws InterruptedException {
    GrpcClientRequest<DeltaDiscoveryRequest, DeltaDiscoveryResponse> stream =
        Settled.of(
            TIMEOUT,
            running
                .grpc()
                .request(
                    SocketAddress.inetSocketAddress(running.server.port(), "localhost"), METHOD));
    stream.headers().set("authorization", RunningXdsServer.GOOD);
    stream.response().onSuccess(response -> response.handler(responses::add));

    stream.write(request().setNode(Node.newBuilder().setId("default.client.demo")).build());
    DeltaDiscoveryResponse first = next();
    stream.write(request().setResponseNonce(first.getNonce()).build());
    running.shop.mesh.pod("blog-1", Sidecar.at("10.0.0.5").serving(BLOG, 8080, "http"));
    running.changed();

    assertThat(DeltaEnvoy.names(first)).contains(ShopMesh.SERVICES).doesNotContain(BLOG);
    assertThat(DeltaEnvoy.names(next())).containsExactly(BLOG);
  }

  private static DeltaDiscoveryRequest.Builder request() {
    return DeltaDiscoveryRequest.newBuilder().setTypeUrl(CLUSTER.typeUrl());
  }

  private DeltaDiscoveryResponse next() throws InterruptedException {
    return Objects.requireNonNull(responses.poll(TIMEOUT, TimeUnit.SECONDS), "no response");
  }
}
