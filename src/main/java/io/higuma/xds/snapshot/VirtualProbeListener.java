package io.higuma.xds.snapshot;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RedirectAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.higuma.dataplane.ProxyNetworking;
import io.higuma.dataplane.ProxyNetworking.ProbeEndpoint;
import io.higuma.dataplane.ProxyNetworking.ProxyInbound;
import io.higuma.dataplane.ProxyNetworking.VirtualProbes;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The listener of virtual probes: the kubelet's requests arrive here and go to the containers. With
 * an application probe proxy they go to its port instead, and there is no listener.
 */
final class VirtualProbeListener {
  private static final String NAME = "probe:listener";

  private VirtualProbeListener() {}

  /**
   * The listener.
   *
   * @param served the inbounds with a cluster
   * @param redirected whether a passthrough listener gets the connections
   */
  static XdsResource of(
      ProxyNetworking networking,
      VirtualProbes probes,
      List<ProxyInbound> served,
      boolean redirected) {
    Set<Integer> ports = served.stream().map(ProxyInbound::port).collect(Collectors.toSet());
    List<Route> routes =
        probes.endpoints().stream().map(endpoint -> route(endpoint, ports)).toList();
    Listener.Builder listener =
        Listeners.listener(
            NAME,
            Endpoints.address(networking.address(), probes.port()),
            TrafficDirection.INBOUND,
            HttpFilters.probes(NAME, routes));
    return XdsResource.of(
        NAME, (redirected ? listener.setBindToPort(BoolValue.of(false)) : listener).build());
  }

  /** A port that is no inbound has no cluster: the kubelet is redirected to it. */
  private static Route route(ProbeEndpoint probe, Set<Integer> ports) {
    String path = withoutQuery(probe.path());
    String real = withoutQuery(probe.inboundPath());
    Route.Builder route = Route.newBuilder().setMatch(RouteMatch.newBuilder().setPath(path));
    return (ports.contains(probe.inboundPort())
            ? route.setRoute(
                RouteAction.newBuilder()
                    .setCluster(Clusters.applicationName(probe.inboundPort()))
                    .setPrefixRewrite(real))
            : route.setRedirect(
                RedirectAction.newBuilder()
                    .setPortRedirect(probe.inboundPort())
                    .setPathRedirect(real)))
        .build();
  }

  /** Envoy matches paths without their queries, and leaves queries as they are. */
  private static String withoutQuery(String path) {
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }
}
