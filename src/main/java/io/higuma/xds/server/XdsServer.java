package io.higuma.xds.server;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.TlsRules;
import io.higuma.xds.snapshot.Topology;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.X509KeyManager;

/**
 * The TLS server for sidecars: {@code POST /bootstrap}, and the aggregated discovery service over
 * gRPC, on one port.
 */
public final class XdsServer {
  private static final String BOOTSTRAP = "/bootstrap";
  private static final ServiceName ADS =
      ServiceName.create("envoy.service.discovery.v3.AggregatedDiscoveryService");
  private static final ServiceMethod<DiscoveryRequest, DiscoveryResponse> SOTW =
      ServiceMethod.server(
          ADS,
          "StreamAggregatedResources",
          GrpcMessageEncoder.encoder(),
          GrpcMessageDecoder.decoder(DiscoveryRequest.parser()));
  private static final ServiceMethod<DeltaDiscoveryRequest, DeltaDiscoveryResponse> DELTA =
      ServiceMethod.server(
          ADS,
          "DeltaAggregatedResources",
          GrpcMessageEncoder.encoder(),
          GrpcMessageDecoder.decoder(DeltaDiscoveryRequest.parser()));
  private static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
  private static final int MAX_BOOTSTRAP_BYTES = 1024 * 1024;

  /**
   * Settings of the listener.
   *
   * @param port to listen on; 0 for any free port
   * @param keys serving certificate and key, read at every handshake
   * @param tls TLS versions and cipher suites
   * @param eventLoops number of threads that serve connections
   */
  public record Endpoint(int port, X509KeyManager keys, TlsRules tls, int eventLoops) {}

  /**
   * Dependencies.
   *
   * @param topology the state that snapshots are built from
   * @param source reads for streams and bootstraps
   * @param authenticator checks tokens
   * @param events callbacks of streams
   * @param bootstrap settings of bootstrap answers
   * @param meters metrics registry
   * @param loops runs what may block
   */
  public record Parts(
      Topology topology,
      ProxySource source,
      ProxyAuthenticator authenticator,
      StreamEvents events,
      BootstrapOptions bootstrap,
      MeterRegistry meters,
      LoopSupervisor loops) {}

  private final Vertx vertx;
  private final LoopSupervisor loops;
  private final StreamRegistry registry;
  private final PushScheduler pushes;
  private final int port;

  private XdsServer(
      Vertx vertx, LoopSupervisor loops, StreamRegistry registry, PushScheduler pushes, int port) {
    this.vertx = vertx;
    this.loops = loops;
    this.registry = registry;
    this.pushes = pushes;
    this.port = port;
  }

  /** Starts to listen, until Vert.x is closed; fails if the port is in use. */
  public static Future<XdsServer> start(Vertx vertx, Endpoint endpoint, Parts parts) {
    StreamRegistry registry = new StreamRegistry();
    XdsMetrics metrics = new XdsMetrics(parts.meters(), registry);
    PushScheduler pushes =
        new PushScheduler(
            vertx, parts.topology(), registry, parts.source(), metrics, parts.loops());
    StreamParts streamParts =
        new StreamParts(
            pushes::missing,
            parts.source(),
            parts.authenticator(),
            registry,
            parts.events(),
            metrics,
            parts.bootstrap().maxMessageBytes(),
            parts.loops());
    BootstrapHandler bootstrap =
        new BootstrapHandler(pushes::missing, parts.source(), parts.bootstrap());
    AtomicInteger port = new AtomicInteger();
    return vertx
        .deployVerticle(
            () -> new Listener(endpoint, port, streamParts, bootstrap),
            new DeploymentOptions().setInstances(endpoint.eventLoops()))
        .map(id -> new XdsServer(vertx, parts.loops(), registry, pushes, port.get()));
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** To be called after each change of the topology; does not block. */
  public void topologyChanged() {
    pushes.changed();
  }

  /** To be called after a Mesh has become unsupported: its streams end. */
  public void meshChanged() {
    pushes.endUnsupported();
  }

  /**
   * Refuses new proxies and ends all streams, spread evenly over a period, so that the proxies do
   * not come to the other replicas all at once.
   */
  public Future<Void> drain(Duration period) {
    pushes.stop();
    List<ProxyStream<?, ?>> streams = new ArrayList<>(registry.all());
    Promise<Void> drained = Promise.promise();
    if (streams.isEmpty()) {
      drained.complete();
      return drained.future();
    }
    for (int i = 0; i < streams.size(); i++) {
      ProxyStream<?, ?> stream = streams.get(i);
      Duration delay = period.multipliedBy(i + 1L).dividedBy(streams.size());
      boolean last = i == streams.size() - 1;
      var _ =
          loops.after(
              vertx,
              delay.plusMillis(1),
              "xDS drain",
              () -> {
                stream.goAway();
                stream.end(GrpcStatus.UNAVAILABLE, "the control plane stops");
                if (last) {
                  drained.complete();
                }
              });
    }
    return drained.future();
  }

  /** The HTTP server of one event loop. */
  private static final class Listener extends AbstractVerticle {
    private final Endpoint endpoint;
    private final AtomicInteger port;
    private final StreamParts parts;
    private final BootstrapHandler bootstrap;

    Listener(Endpoint endpoint, AtomicInteger port, StreamParts parts, BootstrapHandler bootstrap) {
      this.endpoint = endpoint;
      this.port = port;
      this.parts = parts;
      this.bootstrap = bootstrap;
    }

    @Override
    public void start(Promise<Void> started) {
      GrpcServer grpc =
          GrpcServer.server(vertx, new GrpcServerOptions().setMaxMessageSize(MAX_MESSAGE_BYTES));
      grpc.callHandler(
          SOTW,
          request ->
              new ProxyStream<>(
                      vertx, request, new SotwProtocol(), DiscoveryRequest::getNode, parts)
                  .open());
      grpc.callHandler(
          DELTA,
          request ->
              new ProxyStream<>(
                      vertx,
                      request,
                      new DeltaProtocol(parts.maxMessageBytes()),
                      DeltaDiscoveryRequest::getNode,
                      parts)
                  .open());
      vertx
          .createHttpServer(ListenerOptions.of(endpoint))
          .requestHandler(
              request -> {
                if (isGrpc(request)) {
                  grpc.handle(request);
                } else {
                  plain(request);
                }
              })
          .listen()
          .onSuccess(server -> port.set(server.actualPort()))
          .<Void>mapEmpty()
          .onComplete(started);
    }

    private static boolean isGrpc(HttpServerRequest request) {
      String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
      return type != null && type.startsWith("application/grpc");
    }

    private void plain(HttpServerRequest request) {
      if (!BOOTSTRAP.equals(request.path())) {
        respond(request, BootstrapHandler.Answer.error(404, "not found; the path is " + BOOTSTRAP));
      } else if (!request.method().equals(HttpMethod.POST)) {
        request.response().putHeader(HttpHeaders.ALLOW, "POST");
        respond(request, BootstrapHandler.Answer.error(405, "only POST is allowed"));
      } else {
        BodyReader.read(request, MAX_BOOTSTRAP_BYTES)
            .onSuccess(body -> respond(request, answer(request, body.getBytes())))
            .onFailure(
                tooLarge ->
                    respond(
                        request,
                        BootstrapHandler.Answer.error(
                            413, "the body is larger than " + MAX_BOOTSTRAP_BYTES + " bytes")));
      }
    }

    private BootstrapHandler.Answer answer(HttpServerRequest request, byte[] body) {
      String accept = Objects.requireNonNullElse(request.getHeader(HttpHeaders.ACCEPT), "");
      var authority = request.authority();
      BootstrapHandler.Answer answer =
          bootstrap.answer(
              authority == null ? "" : authority.host(), accept.contains("json"), body);
      parts.metrics().bootstrapped(answer.status());
      return answer;
    }

    private static void respond(HttpServerRequest request, BootstrapHandler.Answer answer) {
      if (!request.response().ended()) {
        request
            .response()
            .setStatusCode(answer.status())
            .putHeader(HttpHeaders.CONTENT_TYPE, answer.type())
            .end(answer.body());
      }
    }
  }
}
