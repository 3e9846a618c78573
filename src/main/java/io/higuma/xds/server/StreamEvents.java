package io.higuma.xds.server;

import io.higuma.xds.snapshot.NodeMetadata;
import io.higuma.xds.snapshot.ProxyIdentity;
import io.higuma.xds.snapshot.ResourceType;

/** Callbacks of streams. They run on event loops and must not block. */
public interface StreamEvents {
  /** Does nothing. */
  StreamEvents NONE = new StreamEvents() {};

  /** A proxy was authenticated and gets its resources. */
  default void connected(StreamId stream, NodeMetadata node) {}

  /** A response was sent. */
  default void sent(StreamId stream, ResourceType type) {}

  /** A response was applied. */
  default void acknowledged(StreamId stream, ResourceType type, String version) {}

  /** A response was rejected by the proxy. */
  default void rejected(StreamId stream, ResourceType type, String version, String error) {}

  /** The proxy has applied other forms of all resources of a type that it had rejected. */
  default void recovered(StreamId stream, ResourceType type) {}

  /** The stream has ended. */
  default void disconnected(StreamId stream) {}

  /**
   * A stream of a proxy.
   *
   * @param id unique in the process
   * @param proxy the proxy
   */
  record StreamId(String id, ProxyIdentity proxy) {}
}
