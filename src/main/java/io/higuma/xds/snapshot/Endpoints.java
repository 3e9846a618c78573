package io.higuma.xds.snapshot;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import java.util.List;
import java.util.TreeMap;

/** Endpoints of Envoy clusters. */
final class Endpoints {
  private static final UInt32Value ONE = UInt32Value.of(1);

  private Endpoints() {}

  /** The ready ones of these endpoints, grouped by zone; an empty assignment if none is ready. */
  static XdsResource assignment(String cluster, List<ServiceEndpoint> endpoints) {
    TreeMap<String, LocalityLbEndpoints.Builder> zones = new TreeMap<>();
    for (ServiceEndpoint endpoint : endpoints) {
      if (endpoint.ready()) {
        zones
            .computeIfAbsent(
                endpoint.zone(),
                zone ->
                    LocalityLbEndpoints.newBuilder()
                        .setLocality(Locality.newBuilder().setZone(zone)))
            .addLbEndpoints(
                endpoint(endpoint.address(), endpoint.port()).setLoadBalancingWeight(ONE));
      }
    }
    ClusterLoadAssignment.Builder assignment =
        ClusterLoadAssignment.newBuilder().setClusterName(cluster);
    zones.values().forEach(assignment::addEndpoints);
    return XdsResource.of(cluster, assignment.build());
  }

  /** One endpoint that is part of its cluster. */
  static ClusterLoadAssignment fixed(String cluster, String address, int port) {
    return ClusterLoadAssignment.newBuilder()
        .setClusterName(cluster)
        .addEndpoints(LocalityLbEndpoints.newBuilder().addLbEndpoints(endpoint(address, port)))
        .build();
  }

  static SocketAddress socket(String address, int port) {
    return SocketAddress.newBuilder().setAddress(address).setPortValue(port).build();
  }

  static Address address(String address, int port) {
    return Address.newBuilder().setSocketAddress(socket(address, port)).build();
  }

  private static LbEndpoint.Builder endpoint(String address, int port) {
    return LbEndpoint.newBuilder()
        .setEndpoint(Endpoint.newBuilder().setAddress(address(address, port)));
  }
}
