package io.higuma.xds.snapshot;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.Arrays;
import java.util.Optional;

/** The types of xDS resources that are served, in the order in which a proxy needs them. */
public enum ResourceType {
  CLUSTER(Cluster.class, "CDS"),
  ENDPOINT(ClusterLoadAssignment.class, "EDS"),
  LISTENER(Listener.class, "LDS");

  /** What Java packages have before the packages of the messages. */
  private static final String JAVA_PREFIX = "io.envoyproxy.";

  private final String typeUrl;
  private final String shortName;

  ResourceType(Class<? extends Message> message, String shortName) {
    this.typeUrl = typeUrl(message);
    this.shortName = shortName;
  }

  /** The type with this URL. */
  public static Optional<ResourceType> of(String typeUrl) {
    return Arrays.stream(values()).filter(type -> type.typeUrl.equals(typeUrl)).findFirst();
  }

  /**
   * The type URL of a message class. Made from the name of the class, because descriptors cost
   * memory, and in a native executable those of messages are incomplete.
   */
  static String typeUrl(Class<? extends Message> message) {
    return "type.googleapis.com/" + message.getName().substring(JAVA_PREFIX.length());
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
