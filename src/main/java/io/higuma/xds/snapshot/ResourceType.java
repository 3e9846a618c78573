package io.higuma.xds.snapshot;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.Arrays;
import java.util.Optional;

/** The types of xDS resources that are served, in the order in which a proxy needs them. */
public enum ResourceType {
  CLUSTER(Cluster.getDefaultInstance(), "CDS"),
  ENDPOINT(ClusterLoadAssignment.getDefaultInstance(), "EDS"),
  LISTENER(Listener.getDefaultInstance(), "LDS");

  private final String typeUrl;
  private final String shortName;

  ResourceType(Message message, String shortName) {
    this.typeUrl = typeUrl(message);
    this.shortName = shortName;
  }

  /** The type with this URL. */
  public static Optional<ResourceType> of(String typeUrl) {
    return Arrays.stream(values()).filter(type -> type.typeUrl.equals(typeUrl)).findFirst();
  }

  static String typeUrl(Message message) {
    return "type.googleapis.com/" + message.getDescriptorForType().getFullName();
  }

  /** The URL of the resources' message type. */
  public String typeUrl() {
    return typeUrl;
  }

  /** The abbreviation for logs and metrics: CDS, EDS or LDS. */
  public String shortName() {
    return shortName;
  }

  /** Whether a proxy subscribes to all resources of the type instead of to names. */
  public boolean wildcard() {
    return this != ENDPOINT;
  }
}
