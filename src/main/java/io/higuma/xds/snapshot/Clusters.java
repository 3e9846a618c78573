package io.higuma.xds.snapshot;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.BindConfig;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import java.util.List;

/** Envoy clusters. */
final class Clusters {
  private static final String HTTP_OPTIONS =
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";
  private static final ExplicitHttpConfig HTTP1 =
      ExplicitHttpConfig.newBuilder()
          .setHttpProtocolOptions(Http1ProtocolOptions.getDefaultInstance())
          .build();
  private static final ExplicitHttpConfig HTTP2 =
      ExplicitHttpConfig.newBuilder()
          .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance())
          .build();

  /**
   * Source address of connections to the application. The redirection ignores it, so that such a
   * connection does not come back to the sidecar.
   */
  private static final String LOOPBACK_SOURCE = "127.0.0.6";

  private static final String LOOPBACK_SOURCE_IPV6 = "::6";

  private Clusters() {}

  /** A service, whose endpoints come by EDS. The other sidecar always accepts HTTP/2. */
  static XdsResource service(String name, String protocol) {
    HttpProtocolOptions.Builder http =
        HttpProtocolOptions.newBuilder().setExplicitHttpConfig(HTTP2);
    if (ServiceProtocol.isHttp(protocol)) {
      http.setCommonHttpProtocolOptions(PolicyDefaults.idle(PolicyDefaults.IDLE));
    }
    return XdsResource.of(
        name,
        Cluster.newBuilder()
            .setName(name)
            .setType(Cluster.DiscoveryType.EDS)
            .setEdsClusterConfig(
                Cluster.EdsClusterConfig.newBuilder()
                    .setEdsConfig(
                        ConfigSource.newBuilder()
                            .setAds(AggregatedConfigSource.getDefaultInstance())
                            .setResourceApiVersion(ApiVersion.V3)))
            .setConnectTimeout(PolicyDefaults.CONNECT)
            .setCircuitBreakers(PolicyDefaults.SERVICE_LIMITS)
            .putTypedExtensionProtocolOptions(HTTP_OPTIONS, XdsResource.pack(http.build()))
            .build());
  }

  /** The application of the Pod, reached at the Pod's address. */
  static XdsResource application(String address, int port, String protocol) {
    String name = applicationName(port);
    Cluster.Builder cluster =
        Cluster.newBuilder()
            .setName(name)
            .setAltStatName(statName(name))
            .setType(Cluster.DiscoveryType.STATIC)
            .setConnectTimeout(PolicyDefaults.INBOUND_CONNECT)
            .setCircuitBreakers(PolicyDefaults.NO_LIMITS)
            .setUpstreamBindConfig(source(address))
            .setLoadAssignment(Endpoints.fixed(name, address, port));
    if (ServiceProtocol.isHttp(protocol)) {
      cluster.putTypedExtensionProtocolOptions(HTTP_OPTIONS, inboundHttp(protocol));
    }
    return XdsResource.of(name, cluster.build());
  }

  /** The name of the cluster of an application's port. */
  static String applicationName(int port) {
    return "localhost:" + port;
  }

  private static Any inboundHttp(String protocol) {
    return XdsResource.pack(
        HttpProtocolOptions.newBuilder()
            .setCommonHttpProtocolOptions(PolicyDefaults.idle(PolicyDefaults.INBOUND_IDLE))
            .setExplicitHttpConfig(ServiceProtocol.isHttp2(protocol) ? HTTP2 : HTTP1)
            .build());
  }

  /** Traffic to no known service, or to no known inbound: to its original destination. */
  static List<XdsResource> passthrough(boolean dualStack) {
    return dualStack ? Passthrough.DUAL_STACK : Passthrough.IPV4;
  }

  /** Traffic to the original address of a Pod. */
  static XdsResource directAccess() {
    return Passthrough.DIRECT_ACCESS;
  }

  /** Made once: they are the same for all proxies. */
  private static final class Passthrough {
    static final List<XdsResource> IPV4 =
        List.of(passthrough("inbound:passthrough:ipv4"), passthrough("outbound:passthrough:ipv4"));
    static final List<XdsResource> DUAL_STACK =
        List.of(
            IPV4.getFirst(),
            IPV4.getLast(),
            passthrough("inbound:passthrough:ipv6"),
            passthrough("outbound:passthrough:ipv6"));
    static final XdsResource DIRECT_ACCESS =
        XdsResource.of("direct_access", originalDestination("direct_access").build());

    private static XdsResource passthrough(String name) {
      Cluster.Builder cluster = originalDestination(name).setAltStatName(statName(name));
      if (name.startsWith("inbound")) {
        cluster.setUpstreamBindConfig(source(name.endsWith("6") ? "::" : ""));
      }
      return XdsResource.of(name, cluster.build());
    }
  }

  private static Cluster.Builder originalDestination(String name) {
    return Cluster.newBuilder()
        .setName(name)
        .setType(Cluster.DiscoveryType.ORIGINAL_DST)
        .setLbPolicy(Cluster.LbPolicy.CLUSTER_PROVIDED)
        .setConnectTimeout(PolicyDefaults.CONNECT)
        .setCircuitBreakers(PolicyDefaults.NO_LIMITS);
  }

  private static BindConfig source(String destination) {
    boolean ipv6 = destination.contains(":");
    return BindConfig.newBuilder()
        .setSourceAddress(Endpoints.socket(ipv6 ? LOOPBACK_SOURCE_IPV6 : LOOPBACK_SOURCE, 0))
        .build();
  }

  /** The name of statistics, without the characters that separate their parts. */
  static String statName(String name) {
    return name.replace(':', '_').replace('.', '_');
  }
}
