package io.higuma.xds.server;

import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.Settings;
import io.higuma.settings.TlsRules;
import io.higuma.testing.Settled;
import io.higuma.tls.SelfSigned;
import io.higuma.tls.ServingCertificate;
import io.higuma.tls.ServingKeyManager;
import io.higuma.xds.server.ProxyAuthenticator.Result;
import io.higuma.xds.snapshot.ResourceType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.grpc.client.GrpcClient;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/** A server for sidecars in this process, on a free port, with the state of {@link ShopMesh}. */
final class RunningXdsServer implements AutoCloseable {
  private static final ServingCertificate CERTIFICATE =
      SelfSigned.create(List.of("localhost"), Clock.systemUTC());

  /** The token that is accepted for all proxies, unless {@link #results} says otherwise. */
  static final String GOOD = "good";

  final ShopMesh shop = new ShopMesh();
  final ShopSource source = new ShopSource(shop.mesh.topology());
  final MeterRegistry meters = new SimpleMeterRegistry();
  final Map<String, Result> results = new ConcurrentHashMap<>(Map.of(GOOD, new Result.Accepted()));

  /** Called while a token is checked. */
  volatile Runnable whileChecking = () -> {};

  final RecordedEvents events = new RecordedEvents();
  final XdsServer server;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http =
      vertx.createHttpClient(options().setProtocolVersion(HttpVersion.HTTP_1_1));

  /** A server that serves proxies. */
  RunningXdsServer() {
    this(true, 4_194_304);
  }

  /**
   * Starts a server.
   *
   * @param built whether it has built its first configuration
   * @param maxMessageBytes the longest response that proxies accept
   */
  RunningXdsServer(boolean built, long maxMessageBytes) {
    var endpoint =
        new XdsServer.Endpoint(
            0,
            new ServingKeyManager(() -> Optional.of(CERTIFICATE)),
            TlsRules.of(Settings.defaults().general()),
            2);
    var bootstrap =
        new BootstrapOptions(
            "",
            5678,
            maxMessageBytes,
            9901,
            true,
            CERTIFICATE::trustAnchorPem,
            "localhost"::equals);
    var parts =
        new XdsServer.Parts(
            shop.mesh.topology(),
            source,
            (proxy, token) -> authenticate(token),
            events,
            bootstrap,
            meters,
            LoopSupervisor.uncounted());
    server = Settled.of(30, XdsServer.start(vertx, endpoint, parts));
    if (built) {
      changed();
      Awaitility.await().until(() -> meters.get("higuma_xds_push").timer().count() > 0);
    }
  }

  private Result authenticate(String token) {
    whileChecking.run();
    return results.getOrDefault(token, new Result.Unauthenticated("the token is not valid"));
  }

  /** Opens a stream on a connection of its own. */
  SotwStream stream() {
    return new SotwStream(grpc(), server.port());
  }

  /** A gRPC client with connections of its own. */
  GrpcClient grpc() {
    return GrpcClient.client(vertx, options());
  }

  /** Opens a stream of a proxy that is authenticated, and subscribes to all its clusters. */
  SotwStream stream(String pod) {
    SotwStream stream = stream().token(GOOD).open();
    stream.first(pod, ResourceType.CLUSTER);
    return stream;
  }

  HttpClient http() {
    return http;
  }

  /** Tells the server that the topology has changed. */
  void changed() {
    server.topologyChanged();
  }

  private static HttpClientOptions options() {
    return new HttpClientOptions()
        .setSsl(true)
        .setTrustAll(true)
        .setVerifyHost(false)
        .setUseAlpn(true)
        .setProtocolVersion(HttpVersion.HTTP_2);
  }

  @Override
  public void close() {
    Settled.of(20, vertx.close());
  }
}
