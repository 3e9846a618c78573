package io.higuma.xds.server;

import io.higuma.xds.snapshot.ResourceType;

/** What a request of a proxy means. */
sealed interface Receipt {
  /** The proxy subscribes to resources. */
  record Subscribed(ResourceType type) implements Receipt {}

  /**
   * The proxy has applied a response.
   *
   * @param recovered whether it has rejected resources of this type before, and no longer does
   */
  record Acknowledged(ResourceType type, String version, boolean recovered) implements Receipt {}

  /** The proxy has rejected a response and keeps its previous resources. */
  record Rejected(ResourceType type, String version, String error) implements Receipt {}

  /** The proxy has unsubscribed from all resources of this type that it had rejected. */
  record Recovered(ResourceType type) implements Receipt {}

  /** The request refers to an older response and changes nothing. */
  record Stale(ResourceType type) implements Receipt {}

  /**
   * The request names no resources, of a type that is not served. Envoy sends it on each new stream
   * for every type that it has ever used, such as secrets after mTLS was disabled.
   */
  record Unused(String typeUrl) implements Receipt {}

  /** Resources of this type are not served. */
  record Unsupported(String typeUrl) implements Receipt {}
}
