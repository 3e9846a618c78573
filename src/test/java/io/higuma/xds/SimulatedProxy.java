package io.higuma.xds;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.higuma.testing.ControlPlane;
import io.higuma.xds.snapshot.ResourceType;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A stream as Envoy opens it, on a connection of its own, without an Envoy: it acknowledges every
 * response and keeps the endpoints.
 *
 * @param <Q> the requests
 * @param <R> the responses
 */
abstract sealed class SimulatedProxy<Q, R> permits SotwProxy, IncrementalProxy {
  static final ServiceName ADS =
      ServiceName.create("envoy.service.discovery.v3.AggregatedDiscoveryService");
  private static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

  private final Map<String, Set<String>> endpoints = new ConcurrentHashMap<>();
  private final Set<String> subscribed = new TreeSet<>();
  private final AtomicInteger listeners = new AtomicInteger();
  private volatile String error = "";
  private volatile GrpcClientRequest<Q, R> request;

  /** Opens the stream of a proxy. */
  void open(Vertx vertx, ControlPlane controlPlane, String proxy, String token) {
    var transport =
        new HttpClientOptions()
            .setSsl(true)
            .setTrustAll(true)
            .setVerifyHost(false)
            .setUseAlpn(true)
            .setProtocolVersion(HttpVersion.HTTP_2);
    var options =
        new GrpcClientOptions().setTransportOptions(transport).setMaxMessageSize(MAX_MESSAGE_BYTES);
    GrpcClient.client(vertx, options)
        .request(SocketAddress.inetSocketAddress(controlPlane.sidecarPort(), "localhost"), method())
        .onFailure(fault -> error = fault.toString())
        .onSuccess(opened -> begin(opened, proxy, token));
  }

  private void begin(GrpcClientRequest<Q, R> opened, String proxy, String token) {
    request = opened;
    opened.headers().set("authorization", token);
    opened
        .response()
        .onFailure(fault -> error = fault.toString())
        .onSuccess(
            response -> {
              response.handler(this::received);
              response.exceptionHandler(fault -> error = fault.toString());
              response.endHandler(end -> error = described(response));
            });
    send(subscription(ResourceType.CLUSTER, Set.of(), node(proxy)));
  }

  /** The status and its message, which is percent-encoded. */
  private static String described(GrpcClientResponse<?, ?> ended) {
    String message = Objects.requireNonNullElse(ended.statusMessage(), "").replace("+", "%2B");
    return ended.status().name() + ": " + URLDecoder.decode(message, StandardCharsets.UTF_8);
  }

  private static Node node(String proxy) {
    var folder = Value.newBuilder().setStringValue("/tmp/" + proxy).build();
    return Node.newBuilder()
        .setId("default." + proxy)
        .setMetadata(Struct.newBuilder().putFields("workdir", folder))
        .build();
  }

  void send(Q message) {
    request.write(message);
  }

  abstract ServiceMethod<R, Q> method();

  /** The request that subscribes to names that the proxy has not subscribed to before. */
  abstract Q subscription(ResourceType type, Set<String> names, Node node);

  /** Handles a response, and acknowledges it. */
  abstract void received(R response);

  /** The names of all endpoints that it subscribes to. */
  Set<String> subscribed() {
    return subscribed;
  }

  void clusters(Iterable<Any> clusters) {
    Set<String> added = new TreeSet<>();
    for (Any any : clusters) {
      Cluster cluster = parse(any, Cluster.parser());
      if (cluster.getType() == Cluster.DiscoveryType.EDS && subscribed.add(cluster.getName())) {
        added.add(cluster.getName());
      }
    }
    boolean first = added.size() == subscribed.size();
    if (!added.isEmpty()) {
      send(subscription(ResourceType.ENDPOINT, added, Node.getDefaultInstance()));
    }
    if (first) {
      send(subscription(ResourceType.LISTENER, Set.of(), Node.getDefaultInstance()));
    }
  }

  void endpoints(Any any) {
    ClusterLoadAssignment assignment = parse(any, ClusterLoadAssignment.parser());
    endpoints.put(
        assignment.getClusterName(),
        assignment.getEndpointsList().stream()
            .flatMap(locality -> locality.getLbEndpointsList().stream())
            .map(one -> one.getEndpoint().getAddress().getSocketAddress())
            .map(address -> address.getAddress() + ":" + address.getPortValue())
            .collect(Collectors.toSet()));
  }

  void listeners(int count) {
    listeners.addAndGet(count);
  }

  private static <T> T parse(Any any, Parser<T> parser) {
    try {
      return parser.parseFrom(any.getValue());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The endpoints that it has, by cluster. */
  Map<String, Set<String>> endpoints() {
    return new TreeMap<>(endpoints);
  }

  /** How many listeners it has got. */
  int listeners() {
    return listeners.get();
  }

  /** Why the stream has ended; empty if it is open. */
  String error() {
    return error;
  }
}
