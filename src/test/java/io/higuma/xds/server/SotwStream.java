package io.higuma.xds.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.higuma.testing.Settled;
import io.higuma.xds.snapshot.ResourceType;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A state-of-the-world stream of a gRPC client to a {@link RunningXdsServer}. */
final class SotwStream {
  private static final ServiceMethod<DiscoveryResponse, DiscoveryRequest> METHOD =
      ServiceMethod.client(
          ServiceName.create("envoy.service.discovery.v3.AggregatedDiscoveryService"),
          "StreamAggregatedResources",
          GrpcMessageEncoder.encoder(),
          GrpcMessageDecoder.decoder(DiscoveryResponse.parser()));
  private static final int TIMEOUT = 20;

  /** How the server ended the stream. */
  record End(GrpcStatus status, @Nullable String message) {}

  private final GrpcClientRequest<DiscoveryRequest, DiscoveryResponse> request;
  private final BlockingQueue<DiscoveryResponse> responses = new LinkedBlockingQueue<>();
  private final CompletableFuture<End> end = new CompletableFuture<>();
  private final CompletableFuture<Void> goAway = new CompletableFuture<>();

  SotwStream(GrpcClient client, int port) {
    request =
        Settled.of(
            TIMEOUT, client.request(SocketAddress.inetSocketAddress(port, "localhost"), METHOD));
  }

  SotwStream token(String token) {
    request.headers().set("authorization", token);
    return this;
  }

  SotwStream open() {
    request.connection().goAwayHandler(goAway -> this.goAway.complete(null));
    request.response().onSuccess(this::opened).onFailure(end::completeExceptionally);
    return this;
  }

  private void opened(GrpcClientResponse<DiscoveryRequest, DiscoveryResponse> response) {
    response.handler(responses::add);
    response.endHandler(
        nothing -> end.complete(new End(response.status(), decoded(response.statusMessage()))));
    response.exceptionHandler(end::completeExceptionally);
  }

  /** The message, which is percent-encoded on the wire. */
  private static @Nullable String decoded(@Nullable String message) {
    return message == null ? null : URLDecoder.decode(message.replace("+", "%2B"), UTF_8);
  }

  /** Sends the first request, with the node. */
  void first(String pod, ResourceType type) {
    first("default." + pod + ".demo", type.typeUrl());
  }

  void first(String node, String typeUrl) {
    Struct metadata =
        Struct.newBuilder()
            .putFields("workdir", Value.newBuilder().setStringValue("/work").build())
            .putFields("dataplane.dns.port", Value.newBuilder().setStringValue("15054").build())
            .build();
    send(
        DiscoveryRequest.newBuilder()
            .setNode(Node.newBuilder().setId(node).setMetadata(metadata))
            .setTypeUrl(typeUrl)
            .build());
  }

  void subscribe(ResourceType type, String... names) {
    subscribe(type.typeUrl(), names);
  }

  void subscribe(String typeUrl, String... names) {
    send(
        DiscoveryRequest.newBuilder()
            .setTypeUrl(typeUrl)
            .addAllResourceNames(List.of(names))
            .build());
  }

  void ack(DiscoveryResponse response, String... names) {
    send(answer(response, names).build());
  }

  void nack(DiscoveryResponse response, String error) {
    send(answer(response).setErrorDetail(Status.newBuilder().setMessage(error)).build());
  }

  private static DiscoveryRequest.Builder answer(DiscoveryResponse response, String... names) {
    return DiscoveryRequest.newBuilder()
        .setTypeUrl(response.getTypeUrl())
        .setVersionInfo(response.getVersionInfo())
        .setResponseNonce(response.getNonce())
        .addAllResourceNames(List.of(names));
  }

  void send(DiscoveryRequest message) {
    request.write(message);
  }

  /** Ends the client's side of the stream. */
  void close() {
    request.end();
  }

  /** The next response. */
  DiscoveryResponse next() throws InterruptedException {
    DiscoveryResponse response = responses.poll(TIMEOUT, TimeUnit.SECONDS);
    if (response == null) {
      throw new AssertionError("no response" + (end.isDone() ? ", but " + ended() : ""));
    }
    return response;
  }

  /** Whether no response comes within this time. */
  boolean isQuietFor(Duration time) throws InterruptedException {
    return responses.poll(time.toMillis(), TimeUnit.MILLISECONDS) == null;
  }

  /** How the server ended the stream. */
  End ended() {
    return within(end);
  }

  boolean isOpen() {
    return !end.isDone();
  }

  void awaitGoAway() {
    within(goAway);
  }

  private static <T> T within(CompletableFuture<T> future) {
    try {
      return future.get(TIMEOUT, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
