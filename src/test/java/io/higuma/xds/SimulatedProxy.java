package io.higuma.xds;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.higuma.xds.snapshot.NodeMetadata;
import io.higuma.xds.snapshot.ResourceType;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
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
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * A stream as Envoy opens it, on a connection of its own, without an Envoy: it acknowledges every
 * response and keeps the endpoints.
 *
 * @param <Q> the requests
 * @param <R> the responses
 */
public abstract sealed class SimulatedProxy<Q, R extends MessageLite>
    permits SotwProxy, IncrementalProxy {
  static final ServiceName ADS =
      ServiceName.create("envoy.service.discovery.v3.AggregatedDiscoveryService");
  private static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
  private static final long PING_MILLIS = 10_000;

  /** Called with the name of a cluster and its endpoints, as {@code address:port}. */
  public interface EndpointListener {
    /** The proxy got endpoints. */
    void got(String cluster, Set<String> endpoints);
  }

  private final Map<String, Set<String>> endpoints = new ConcurrentHashMap<>();
  private final Set<String> subscribed = new TreeSet<>();
  private final AtomicInteger listeners = new AtomicInteger();
  private final LongAdder bytes = new LongAdder();
  private volatile EndpointListener listener = (cluster, all) -> {};
  private volatile String error = "";
  private volatile GrpcClientRequest<Q, R> request;

  /**
   * A client whose streams have a connection each.
   *
   * @param connections how many there may be
   */
  public static GrpcClient client(Vertx vertx, int connections) {
    var transport =
        new HttpClientOptions()
            .setSsl(true)
            .setTrustAll(true)
            .setVerifyHost(false)
            .setUseAlpn(true)
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2MultiplexingLimit(1)
            .setHttp2MaxPoolSize(connections);
    var options =
        new GrpcClientOptions().setTransportOptions(transport).setMaxMessageSize(MAX_MESSAGE_BYTES);
    return GrpcClient.client(vertx, options);
  }

  /** Sets what is called with endpoints; to be called before {@link #open}. */
  public void listen(EndpointListener to) {
    listener = to;
  }

  /** Opens the stream of a proxy to this port. */
  public void open(GrpcClient client, int port, String proxy, String token) {
    client
        .request(SocketAddress.inetSocketAddress(port, "localhost"), method())
        .onFailure(fault -> error = fault.toString())
        .onSuccess(opened -> begin(opened, proxy, token));
  }

  private void begin(GrpcClientRequest<Q, R> opened, String proxy, String token) {
    request = opened;
    ping(opened.connection());
    opened.headers().set("authorization", token);
    opened
        .response()
        .onFailure(fault -> error = fault.toString())
        .onSuccess(
            response -> {
              response.handler(
                  message -> {
                    bytes.add(message.getSerializedSize());
                    received(message);
                  });
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

  /** As often as Envoy: a connection without anything to read is closed as dead. */
  private static void ping(HttpConnection connection) {
    Vertx vertx = Vertx.currentContext().owner();
    long timer =
        vertx.setPeriodic(PING_MILLIS, _ -> connection.ping(Buffer.buffer(new byte[Long.BYTES])));
    connection.closeHandler(_ -> vertx.cancelTimer(timer));
  }

  private static Node node(String proxy) {
    var folder = Value.newBuilder().setStringValue("/tmp/" + proxy).build();
    // With a port for DNS, a proxy gets the names of all services too.
    var dns = Value.newBuilder().setStringValue("15053").build();
    return Node.newBuilder()
        .setId("default." + proxy)
        .setMetadata(
            Struct.newBuilder()
                .putFields(NodeMetadata.WORKDIR, folder)
                .putFields(NodeMetadata.DNS_PORT, dns))
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
    Set<String> addresses =
        assignment.getEndpointsList().stream()
            .flatMap(locality -> locality.getLbEndpointsList().stream())
            .map(one -> one.getEndpoint().getAddress().getSocketAddress())
            .map(address -> address.getAddress() + ":" + address.getPortValue())
            .collect(Collectors.toSet());
    endpoints.put(assignment.getClusterName(), addresses);
    listener.got(assignment.getClusterName(), addresses);
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
  public Map<String, Set<String>> endpoints() {
    return new TreeMap<>(endpoints);
  }

  /** How many listeners it has got. */
  public int listeners() {
    return listeners.get();
  }

  /** The size of all responses that it has got, in bytes. */
  public long bytes() {
    return bytes.sum();
  }

  /** Why the stream has ended; empty if it is open. */
  public String error() {
    return error;
  }
}
