package io.higuma.xds.server;

import static io.higuma.xds.server.ShopMesh.CART;
import static io.higuma.xds.server.ShopMesh.SERVICES;
import static io.higuma.xds.server.ShopMesh.WEB;
import static io.higuma.xds.snapshot.ResourceType.CLUSTER;
import static io.higuma.xds.snapshot.ResourceType.ENDPOINT;
import static io.higuma.xds.snapshot.ResourceType.LISTENER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.higuma.dataplane.ProxyNetworking.State;
import io.higuma.xds.server.ProxyAuthenticator.Result;
import io.higuma.xds.server.SotwStream.End;
import io.higuma.xds.snapshot.Sidecar;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of a real gRPC client. */
class XdsStreamTest {
  private static final Duration QUIET = Duration.ofMillis(400);
  private static final String SECRETS =
      "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret";
  private final RunningXdsServer running = new RunningXdsServer();

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void aProxyGetsItsResourcesInOrder() throws InterruptedException {
    SotwStream stream = running.stream("client");
    DiscoveryResponse clusters = stream.next();
    stream.subscribe(LISTENER);
    stream.ack(clusters);
    stream.subscribe(ENDPOINT, SERVICES);
    DiscoveryResponse endpoints = stream.next();
    stream.ack(endpoints, SERVICES);
    DiscoveryResponse listeners = stream.next();
    stream.ack(listeners);

    assertThat(clusters.getTypeUrl()).isEqualTo(CLUSTER.typeUrl());
    assertThat(endpoints.getTypeUrl()).isEqualTo(ENDPOINT.typeUrl());
    assertThat(listeners.getTypeUrl()).isEqualTo(LISTENER.typeUrl());
    assertThat(listeners.getVersionInfo())
        .isEqualTo(running.shop.snapshot().of(LISTENER).version());
    await()
        .untilAsserted(
            () ->
                assertThat(running.events.of("client"))
                    .containsExactly(
                        "connected from /work",
                        "sent CDS",
                        "acknowledged CDS",
                        "sent EDS",
                        "acknowledged EDS",
                        "sent LDS",
                        "acknowledged LDS"));
  }

  @Test
  void listenersComeThoughEndpointsAreNeverAskedFor() throws InterruptedException {
    SotwStream stream = running.stream("client");
    stream.ack(stream.next());

    stream.subscribe(LISTENER);

    assertThat(stream.next().getTypeUrl()).isEqualTo(LISTENER.typeUrl());
  }

  @Test
  void aRejectedResponseIsCountedAndNotRepeated() throws InterruptedException {
    SotwStream stream = running.stream("client");

    stream.nack(stream.next(), "no such filter");

    assertThat(stream.isQuietFor(QUIET)).isTrue();
    assertThat(running.events.of("client")).contains("rejected CDS: no such filter");
    assertThat(running.meters.get("higuma_xds_nacks").tag("type", "CDS").counter().count())
        .isEqualTo(1);
  }

  @Test
  void aChangeIsPushedToTheProxiesThatItAffects() throws InterruptedException {
    running.shop.mesh.pod("limited", Sidecar.at("10.0.0.9").reachableServices(CART));
    running.shop.mesh.topology().refresh();
    SotwStream client = withEndpoints("client", SERVICES);
    SotwStream limited = withEndpoints("limited", CART);

    running.shop.mesh.pod(
        "web-1", Sidecar.at("10.0.0.2").serving(WEB, 8080, "http", State.NOT_READY));
    running.changed();

    assertThat(client.next().getResourcesCount()).isEqualTo(1);
    assertThat(limited.isQuietFor(QUIET)).isTrue();
  }

  @Test
  void changesInQuickSuccessionArePushedTogether() throws InterruptedException {
    SotwStream client = withEndpoints("client", SERVICES);

    for (int i = 0; i < 50; i++) {
      running.shop.mesh.pod("web-1", Sidecar.at("10.0.0." + (20 + i)).serving(WEB, 8080, "http"));
      running.changed();
    }

    DiscoveryResponse last = client.next();
    int received = 1;
    while (!last.toString().contains("10.0.0.69")) {
      client.ack(last, SERVICES);
      last = client.next();
      received++;
    }
    assertThat(received).isLessThan(25);
  }

  @Test
  void aSecondStreamOfAProxyReplacesTheFirst() throws InterruptedException {
    SotwStream first = running.stream("client");
    first.next();

    SotwStream second = running.stream("client");

    assertThat(first.ended())
        .isEqualTo(new End(GrpcStatus.ABORTED, "the proxy has opened a newer stream"));
    second.ack(second.next());
    await().untilAsserted(() -> assertThat(streams()).isEqualTo(1));
    assertThat(second.isOpen()).isTrue();
  }

  @Test
  void aStreamThatTheProxyEndsIsForgotten() throws InterruptedException {
    SotwStream stream = running.stream("client");
    stream.next();
    await().untilAsserted(() -> assertThat(streams()).isEqualTo(1));

    stream.close();

    assertThat(stream.ended().status()).isEqualTo(GrpcStatus.OK);
    await().untilAsserted(() -> assertThat(streams()).isZero());
    assertThat(running.events.of("client")).endsWith("disconnected");
  }

  @Test
  void aTypeThatIsNotServedEndsTheStream() throws InterruptedException {
    SotwStream stream = running.stream("client");
    stream.next();

    stream.subscribe("type.googleapis.com/envoy.service.runtime.v3.Runtime", "flags");

    assertThat(stream.ended())
        .isEqualTo(
            new End(
                GrpcStatus.INVALID_ARGUMENT,
                "resources of type type.googleapis.com/envoy.service.runtime.v3.Runtime are not"
                    + " served"));
  }

  @Test
  void aTypeThatIsNoLongerUsedIsIgnored() throws InterruptedException {
    SotwStream stream = running.stream("client");
    DiscoveryResponse clusters = stream.next();

    stream.subscribe(SECRETS);
    stream.ack(clusters);
    stream.subscribe(ENDPOINT, SERVICES);

    assertThat(stream.next().getTypeUrl()).isEqualTo(ENDPOINT.typeUrl());
    assertThat(stream.isOpen()).isTrue();
  }

  @Test
  void tokensAreRefusedWithTheStatusOfTheirFault() {
    running.results.put("denied", new Result.Denied("of another Pod"));
    running.results.put("unchecked", new Result.Unavailable("the API server does not answer"));

    assertThat(refusal("invalid"))
        .isEqualTo(new End(GrpcStatus.UNAUTHENTICATED, "the token is not valid"));
    assertThat(refusal("denied"))
        .isEqualTo(new End(GrpcStatus.PERMISSION_DENIED, "of another Pod"));
    assertThat(refusal("unchecked"))
        .isEqualTo(new End(GrpcStatus.UNAVAILABLE, "the API server does not answer"));
    assertThat(streams()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer good", "bearer  good", " good "})
  void aTokenMayHaveAPrefix(String header) throws InterruptedException {
    SotwStream stream = running.stream().token(header).open();

    stream.first("client", CLUSTER);

    assertThat(stream.next().getTypeUrl()).isEqualTo(CLUSTER.typeUrl());
  }

  @Test
  void aNodeMustBeAProxyWithADataplane() {
    assertThat(refusal(stream -> stream.first("client", CLUSTER.typeUrl())))
        .isEqualTo(
            new End(GrpcStatus.INVALID_ARGUMENT, "the node id is not <mesh>.<pod>.<namespace>"));
    assertThat(refusal(stream -> stream.first("gone", CLUSTER)))
        .isEqualTo(new End(GrpcStatus.NOT_FOUND, "there is no Dataplane gone.demo"));
  }

  @Test
  void noProxyIsServedBeforeTheStateIsKnown() {
    running.source.missing = "the caches are not synced";

    assertThat(refusal(stream -> stream.first("client", CLUSTER)))
        .isEqualTo(new End(GrpcStatus.UNAVAILABLE, "not ready yet: the caches are not synced"));
  }

  @Test
  void noProxyIsServedBeforeAConfigurationIsBuilt() {
    try (var starting = new RunningXdsServer(false, 4_194_304)) {
      SotwStream stream = starting.stream().token(RunningXdsServer.GOOD).open();
      stream.first("client", CLUSTER);

      assertThat(stream.ended())
          .isEqualTo(
              new End(GrpcStatus.UNAVAILABLE, "not ready yet: the configuration is not built"));
    }
  }

  @Test
  void aMeshThatIsNoLongerServedEndsItsStreams() throws InterruptedException {
    SotwStream stream = running.stream("client");
    stream.next();

    running.source.unsupported = Optional.of("mTLS is enabled");
    running.server.meshChanged();

    var refused = new End(GrpcStatus.FAILED_PRECONDITION, "mTLS is enabled");
    assertThat(stream.ended()).isEqualTo(refused);
    assertThat(refusal(again -> again.first("client", CLUSTER))).isEqualTo(refused);
  }

  private SotwStream withEndpoints(String pod, String... services) throws InterruptedException {
    SotwStream stream = running.stream(pod);
    stream.ack(stream.next());
    stream.subscribe(ENDPOINT, services);
    stream.ack(stream.next(), services);
    return stream;
  }

  private End refusal(String token) {
    SotwStream stream = running.stream().token(token).open();
    stream.first("client", CLUSTER);
    return stream.ended();
  }

  private End refusal(Consumer<SotwStream> request) {
    SotwStream stream = running.stream().token(RunningXdsServer.GOOD).open();
    request.accept(stream);
    return stream.ended();
  }

  private int streams() {
    return (int) running.meters.get("higuma_xds_streams").gauge().value();
  }
}
