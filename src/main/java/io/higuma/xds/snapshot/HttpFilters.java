package io.higuma.xds.snapshot;

import com.google.protobuf.BoolValue;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.InternalAddressConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import java.util.List;

/** HTTP connection managers of listeners. */
final class HttpFilters {
  private static final String NAME = "envoy.filters.network.http_connection_manager";
  private static final RouteMatch EVERY_PATH = RouteMatch.newBuilder().setPrefix("/").build();
  private static final HttpFilter ROUTER =
      HttpFilter.newBuilder()
          .setName("envoy.filters.http.router")
          .setTypedConfig(XdsResource.pack(Router.getDefaultInstance()))
          .build();

  /** Addresses whose forwarding headers are trusted. */
  private static final InternalAddressConfig LOOPBACK =
      InternalAddressConfig.newBuilder()
          .addCidrRanges(range("127.0.0.1", 32))
          .addCidrRanges(range("::1", 128))
          .build();

  private static final InternalAddressConfig PRIVATE =
      InternalAddressConfig.newBuilder()
          .addCidrRanges(range("10.0.0.0", 8))
          .addCidrRanges(range("192.168.0.0", 16))
          .addCidrRanges(range("172.16.0.0", 12))
          .addCidrRanges(range("fc00::", 7))
          .addCidrRanges(range("fd00::", 8))
          .addAllCidrRanges(LOOPBACK.getCidrRangesList())
          .build();

  private HttpFilters() {}

  /** Routes all requests to a service, with the timeouts and retries of new Meshes. */
  static Filter outbound(String service, String cluster, String protocol) {
    Route route =
        Route.newBuilder()
            .setMatch(EVERY_PATH)
            .setRoute(
                RouteAction.newBuilder()
                    .setCluster(cluster)
                    .setTimeout(PolicyDefaults.REQUEST)
                    .setIdleTimeout(PolicyDefaults.STREAM_IDLE)
                    .setRetryPolicy(PolicyDefaults.retries(protocol)))
            .build();
    return filter(
        manager(Clusters.statName(service), routes("outbound:" + service, service, List.of(route)))
            .setNormalizePath(BoolValue.of(true))
            .setInternalAddressConfig(PRIVATE)
            .setCommonHttpProtocolOptions(withoutIdleTimeout())
            .setRequestHeadersTimeout(PolicyDefaults.NONE));
  }

  /** Routes all requests to the application. */
  static Filter inbound(String service, String cluster) {
    Route route =
        Route.newBuilder()
            .setMatch(EVERY_PATH)
            .setRoute(
                RouteAction.newBuilder()
                    .setCluster(cluster)
                    .setTimeout(PolicyDefaults.NONE)
                    .setIdleTimeout(PolicyDefaults.INBOUND_STREAM_IDLE))
            .build();
    return filter(
        manager(
                Clusters.statName(cluster),
                routes("inbound:" + service, service, List.of(route))
                    .addRequestHeadersToRemove("x-kuma-tags"))
            .setForwardClientCertDetails(
                HttpConnectionManager.ForwardClientCertDetails.SANITIZE_SET)
            .setSetCurrentClientCertDetails(
                HttpConnectionManager.SetCurrentClientCertDetails.newBuilder().setUri(true))
            .setStreamIdleTimeout(PolicyDefaults.INBOUND_STREAM_IDLE)
            .setInternalAddressConfig(PRIVATE)
            .setCommonHttpProtocolOptions(withoutIdleTimeout())
            .setRequestHeadersTimeout(PolicyDefaults.NONE));
  }

  /**
   * Answers requests from the configuration itself.
   *
   * @param largestBody the length of the longest body of the routes, in bytes
   */
  static Filter fixedResponses(String name, List<Route> routes, int largestBody) {
    RouteConfiguration.Builder configuration =
        RouteConfiguration.newBuilder()
            .addVirtualHosts(host(name, routes))
            .setMaxDirectResponseBodySizeBytes(UInt32Value.of(largestBody));
    return filter(
        manager(Clusters.statName(name), configuration).setInternalAddressConfig(LOOPBACK));
  }

  /** Routes the kubelet's requests. */
  static Filter probes(String name, List<Route> routes) {
    return filter(
        manager(Clusters.statName(name), routes(name, "probe", routes))
            .setInternalAddressConfig(PRIVATE));
  }

  private static HttpConnectionManager.Builder manager(
      String statPrefix, RouteConfiguration.Builder routes) {
    return HttpConnectionManager.newBuilder()
        .setStatPrefix(statPrefix)
        .setRouteConfig(routes)
        .addHttpFilters(ROUTER);
  }

  /** Clusters are not validated: a listener may arrive before the cluster that it routes to. */
  private static RouteConfiguration.Builder routes(String name, String host, List<Route> routes) {
    return RouteConfiguration.newBuilder()
        .setName(name)
        .addVirtualHosts(host(host, routes))
        .setValidateClusters(BoolValue.of(false));
  }

  private static VirtualHost host(String name, List<Route> routes) {
    return VirtualHost.newBuilder().setName(name).addDomains("*").addAllRoutes(routes).build();
  }

  private static HttpProtocolOptions withoutIdleTimeout() {
    return HttpProtocolOptions.newBuilder().setIdleTimeout(PolicyDefaults.NONE).build();
  }

  private static CidrRange range(String prefix, int length) {
    return CidrRange.newBuilder()
        .setAddressPrefix(prefix)
        .setPrefixLen(UInt32Value.of(length))
        .build();
  }

  private static Filter filter(HttpConnectionManager.Builder manager) {
    return Listeners.filter(NAME, XdsResource.pack(manager.build()));
  }
}
