package io.higuma.xds.snapshot;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.higuma.dataplane.ProxyNetworking.ProxyInbound;
import io.higuma.dataplane.ProxyNetworking.TransparentProxy;
import io.higuma.kuma.Tags;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Envoy listeners. */
final class Listeners {
  private static final String TCP_PROXY = "envoy.filters.network.tcp_proxy";
  private static final String TAGS = "io.kuma.tags";

  private Listeners() {}

  /**
   * The application's traffic to a service.
   *
   * @param address an address of the service
   * @param port its port at that address
   * @param service its service tag
   * @param tags the tags that select the endpoints
   * @param cluster the cluster of the endpoints
   * @param protocol its protocol
   */
  static XdsResource outbound(
      String address,
      int port,
      String service,
      Map<String, String> tags,
      String cluster,
      String protocol) {
    Filter filter =
        ServiceProtocol.isHttp(protocol)
            ? HttpFilters.outbound(service, cluster, protocol)
            : tcp(
                TcpProxy.newBuilder()
                    .setStatPrefix(Clusters.statName(service))
                    .setCluster(cluster)
                    .setMaxConnectAttempts(PolicyDefaults.CONNECT_ATTEMPTS)
                    .setIdleTimeout(PolicyDefaults.IDLE));
    String name = "outbound:" + address + ":" + port;
    return XdsResource.of(
        name,
        redirected(name, Endpoints.address(address, port), TrafficDirection.OUTBOUND, filter)
            .setMetadata(metadata(tags))
            .build());
  }

  /** Other proxies' traffic to the application. */
  static XdsResource inbound(ProxyInbound inbound, boolean reusePort) {
    String cluster = Clusters.applicationName(inbound.port());
    Filter filter =
        ServiceProtocol.isHttp(inbound.protocol())
            ? HttpFilters.inbound(inbound.service(), cluster)
            : tcp(
                TcpProxy.newBuilder()
                    .setStatPrefix(Clusters.statName(cluster))
                    .setCluster(cluster)
                    .setIdleTimeout(PolicyDefaults.INBOUND_IDLE));
    String name = "inbound:" + inbound.address() + ":" + inbound.port();
    Address address = Endpoints.address(inbound.address(), inbound.port());
    Listener.Builder listener =
        redirected(name, address, TrafficDirection.INBOUND, filter)
            .setMetadata(metadata(inbound.tags()));
    return XdsResource.of(name, withReusePort(listener, reusePort).build());
  }

  /** The listeners that redirected traffic arrives at; they hand it to the others by address. */
  static List<XdsResource> passthrough(TransparentProxy proxy, boolean reusePort) {
    return (proxy.dualStack() ? Stream.of("ipv4", "ipv6") : Stream.of("ipv4"))
        .flatMap(
            family ->
                Stream.of(
                    passthrough("outbound:passthrough:" + family, proxy, reusePort),
                    passthrough("inbound:passthrough:" + family, proxy, reusePort)))
        .toList();
  }

  private static XdsResource passthrough(String name, TransparentProxy proxy, boolean reusePort) {
    boolean inbound = name.startsWith("inbound");
    int port = inbound ? proxy.inboundPort() : proxy.outboundPort();
    Filter filter =
        tcp(TcpProxy.newBuilder().setStatPrefix(Clusters.statName(name)).setCluster(name));
    Listener.Builder listener =
        listener(
                name,
                Endpoints.address(name.endsWith("6") ? "::" : "0.0.0.0", port),
                inbound ? TrafficDirection.INBOUND : TrafficDirection.OUTBOUND,
                filter)
            .setUseOriginalDst(BoolValue.of(true));
    return XdsResource.of(name, withReusePort(listener, inbound && reusePort).build());
  }

  /** Traffic to the address of one Pod. */
  static XdsResource directAccess(String address, int port) {
    String name = "direct_access_" + address + ":" + port;
    Filter filter =
        tcp(
            TcpProxy.newBuilder()
                .setStatPrefix(Clusters.statName(name))
                .setCluster("direct_access"));
    return XdsResource.of(
        name,
        redirected(name, Endpoints.address(address, port), TrafficDirection.OUTBOUND, filter)
            .build());
  }

  /** A listener with one filter that opens its own socket. */
  static Listener.Builder listener(
      String name, Address address, TrafficDirection direction, Filter filter) {
    return Listener.newBuilder()
        .setName(name)
        .setAddress(address)
        .setTrafficDirection(direction)
        .addFilterChains(FilterChain.newBuilder().addFilters(filter));
  }

  /** A listener that gets its connections from a passthrough listener. */
  private static Listener.Builder redirected(
      String name, Address address, TrafficDirection direction, Filter filter) {
    return listener(name, address, direction, filter).setBindToPort(BoolValue.of(false));
  }

  private static Listener.Builder withReusePort(Listener.Builder listener, boolean reusePort) {
    return reusePort ? listener.setEnableReusePort(BoolValue.of(true)) : listener;
  }

  private static Filter tcp(TcpProxy.Builder proxy) {
    return filter(TCP_PROXY, XdsResource.pack(proxy.build()));
  }

  static Filter filter(String name, Any config) {
    return Filter.newBuilder().setName(name).setTypedConfig(config).build();
  }

  /** Tags for access logs; sorted, so that equal tags give equal bytes. */
  private static Metadata metadata(Map<String, String> tags) {
    Struct.Builder struct = Struct.newBuilder();
    new TreeMap<>(tags)
        .forEach(
            (key, value) ->
                struct.putFields(key, Value.newBuilder().setStringValue(value).build()));
    return Metadata.newBuilder().putFilterMetadata(TAGS, struct.build()).build();
  }

  /** The tags of a service. */
  static Map<String, String> tagsOf(String service) {
    return Map.of(Tags.SERVICE, service);
  }
}
