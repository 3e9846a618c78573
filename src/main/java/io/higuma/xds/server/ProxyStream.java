package io.higuma.xds.server;

import com.google.protobuf.MessageLite;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.higuma.cluster.client.BearerToken;
import io.higuma.xds.server.ProxyAuthenticator.Result;
import io.higuma.xds.server.StreamEvents.StreamId;
import io.higuma.xds.snapshot.NodeMetadata;
import io.higuma.xds.snapshot.ProxyIdentity;
import io.higuma.xds.snapshot.ProxySnapshot;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One xDS stream: authenticates the proxy with the first request, then sends what the protocol says
 * whenever the connection can take more. Runs on the event loop of its connection.
 */
final class ProxyStream<Q, R extends MessageLite> {
  private static final Logger LOG = Logger.getLogger(ProxyStream.class);

  /** How long listeners wait for subscriptions to the endpoints of new clusters. */
  private static final Duration SUBSCRIPTION_TIME = Duration.ofSeconds(2);

  private static final String NOT_READY = "not ready yet: ";

  private final Vertx vertx;
  private final Context context;
  private final GrpcServerRequest<Q, R> request;
  private final DiscoveryProtocol<Q, R> protocol;
  private final Function<Q, Node> nodeOf;
  private final StreamParts parts;
  private @Nullable StreamReport report;
  private NodeMetadata node = NodeMetadata.UNKNOWN;
  private boolean authenticated;
  private boolean ended;
  private boolean waiting;
  private volatile @Nullable ProxySnapshot snapshot;

  ProxyStream(
      Vertx vertx,
      GrpcServerRequest<Q, R> request,
      DiscoveryProtocol<Q, R> protocol,
      Function<Q, Node> nodeOf,
      StreamParts parts) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.request = request;
    this.protocol = protocol;
    this.nodeOf = nodeOf;
    this.parts = parts;
  }

  void open() {
    request.handler(this::received);
    request.exceptionHandler(broken -> closed());
    request.errorHandler(error -> closed());
    request.endHandler(
        nothing -> {
          if (!ended) {
            closed();
            request.response().end();
          }
        });
    request.response().exceptionHandler(broken -> closed());
  }

  /** The proxy; only after it was authenticated. */
  ProxyIdentity proxy() {
    return report().proxy();
  }

  NodeMetadata node() {
    return node;
  }

  /** The newest snapshot; empty before the first. */
  Optional<ProxySnapshot> snapshot() {
    return Optional.ofNullable(snapshot);
  }

  /** Takes the newest snapshot, from any thread. */
  void offer(ProxySnapshot newest) {
    snapshot = newest;
    context.runOnContext(
        nothing -> {
          protocol.snapshot(newest);
          if (authenticated) {
            send();
          }
        });
  }

  /** Asks the proxy to open its next stream on another connection. */
  void goAway() {
    request.connection().goAway(0, Integer.MAX_VALUE);
  }

  /** Ends the stream, from any thread. */
  void end(GrpcStatus status, String reason) {
    context.runOnContext(nothing -> refuse(status, reason));
  }

  private void received(Q message) {
    if (ended) {
      return;
    }
    if (report == null) {
      first(message);
    } else if (authenticated) {
      handle(message);
    }
  }

  /** Only the first request has the node. Later ones wait until it is authenticated. */
  private void first(Q message) {
    Node sender = nodeOf.apply(message);
    Optional<ProxyIdentity> proxy = ProxyIdentity.ofNode(sender.getId());
    String missing = parts.missing().get();
    if (proxy.isEmpty()) {
      refuse(GrpcStatus.INVALID_ARGUMENT, "the node id is not <mesh>.<pod>.<namespace>");
    } else if (!missing.isEmpty()) {
      refuse(GrpcStatus.UNAVAILABLE, NOT_READY + missing);
    } else {
      var id = new StreamId(UUID.randomUUID().toString(), proxy.get());
      report = new StreamReport(id, parts.metrics(), parts.events());
      node = NodeMetadata.of(sender.getMetadata());
      String token = token();
      request.pause();
      parts.loops().task("xDS authentication", () -> authenticate(proxy.get(), token, message));
    }
  }

  private String token() {
    String header = request.headers().get("authorization");
    if (header == null) {
      return "";
    }
    return BearerToken.of(header).orElseGet(header::strip);
  }

  private void authenticate(ProxyIdentity proxy, String token, Q message) {
    try {
      switch (parts.authenticator().authenticate(proxy, token)) {
        case Result.Accepted() -> accept(proxy, message);
        case Result.Unauthenticated(String reason) -> end(GrpcStatus.UNAUTHENTICATED, reason);
        case Result.Denied(String reason) -> end(GrpcStatus.PERMISSION_DENIED, reason);
        case Result.Unavailable(String reason) -> end(GrpcStatus.UNAVAILABLE, reason);
      }
    } catch (RuntimeException e) {
      end(GrpcStatus.INTERNAL, "internal error");
      throw e;
    }
  }

  /**
   * Registers the stream before it reads anything, so that it misses no later change: neither the
   * mesh nor the end of the control plane.
   */
  private void accept(ProxyIdentity proxy, Q message) {
    parts.registry().add(this);
    Optional<String> unsupported = parts.source().unsupported(proxy.mesh());
    String missing = parts.missing().get();
    Optional<ProxySnapshot> first = parts.source().snapshot(proxy, node);
    if (unsupported.isPresent()) {
      unregister(GrpcStatus.FAILED_PRECONDITION, unsupported.get());
    } else if (!missing.isEmpty()) {
      unregister(GrpcStatus.UNAVAILABLE, NOT_READY + missing);
    } else if (first.isEmpty()) {
      unregister(GrpcStatus.NOT_FOUND, withoutDataplane(proxy));
    } else {
      context.runOnContext(nothing -> start(first.get(), message));
    }
  }

  private void unregister(GrpcStatus status, String reason) {
    parts.registry().remove(this);
    end(status, reason);
  }

  /** Why a proxy without a Dataplane is not served. */
  static String withoutDataplane(ProxyIdentity proxy) {
    return "there is no Dataplane " + proxy.fullName();
  }

  private void start(ProxySnapshot first, Q message) {
    if (ended) {
      parts.registry().remove(this);
      return;
    }
    authenticated = true;
    if (!protocol.hasSnapshot()) {
      snapshot = first;
      protocol.snapshot(first);
    }
    report().connected(node);
    handle(message);
    request.resume();
  }

  private void handle(Q message) {
    Receipt receipt = protocol.receive(message);
    if (receipt instanceof Receipt.Unsupported(String typeUrl)) {
      refuse(GrpcStatus.INVALID_ARGUMENT, "resources of type " + typeUrl + " are not served");
    } else {
      report().received(receipt);
      send();
    }
  }

  private void send() {
    while (!ended && !request.response().writeQueueFull()) {
      Optional<R> response = protocol.next();
      if (response.isEmpty()) {
        awaitSubscription();
        return;
      }
      if (response.get().getSerializedSize() > parts.maxMessageBytes()) {
        withhold(response.get());
      } else {
        write(response.get());
      }
    }
    if (!ended) {
      request.response().drainHandler(nothing -> send());
    }
  }

  private void write(R response) {
    request.response().write(response);
    report().sent(protocol.typeOf(response));
  }

  /** Envoy would end the stream, without a log that says why, and connect again. */
  private void withhold(R response) {
    String reason =
        "the response has %d bytes, but the limit is %d (xdsGrpcMaxReceiveMessageBytes)"
            .formatted(response.getSerializedSize(), parts.maxMessageBytes());
    report().withheld(protocol.withhold(response, reason));
  }

  private void awaitSubscription() {
    if (protocol.waitsForSubscription() && !waiting) {
      waiting = true;
      var _ =
          parts
              .loops()
              .after(
                  vertx,
                  SUBSCRIPTION_TIME,
                  "xDS subscription",
                  () -> {
                    waiting = false;
                    protocol.waitNoLonger();
                    send();
                  });
    }
  }

  private void refuse(GrpcStatus status, String reason) {
    if (!ended) {
      StreamReport known = report;
      LOG.infof(
          "xDS stream of %s ends: %s: %s",
          known == null ? request.connection().remoteAddress() : known.proxy().node(),
          status.name(),
          reason);
      parts.metrics().ended(status);
      closed();
      request.response().status(status).statusMessage(reason).end();
    }
  }

  private void closed() {
    if (!ended) {
      ended = true;
      if (authenticated) {
        authenticated = false;
        parts.registry().remove(this);
        report().disconnected();
      }
    }
  }

  private StreamReport report() {
    StreamReport known = report;
    if (known == null) {
      throw new IllegalStateException("the stream is not identified yet");
    }
    return known;
  }
}
