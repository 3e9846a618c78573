package io.higuma.app;

import io.higuma.xds.server.StreamEvents;
import io.higuma.xds.snapshot.NodeMetadata;
import io.higuma.xds.snapshot.ResourceType;

/**
 * Calls {@code changed} when a sidecar connects, rejects its configuration, has it again or
 * disconnects; not for each response.
 *
 * @param next gets all callbacks
 * @param changed must not block
 */
record ObservedStreams(StreamEvents next, Runnable changed) implements StreamEvents {
  @Override
  public void connected(StreamId stream, NodeMetadata node) {
    next.connected(stream, node);
    changed.run();
  }

  @Override
  public void sent(StreamId stream, ResourceType type) {
    next.sent(stream, type);
  }

  @Override
  public void acknowledged(StreamId stream, ResourceType type, String version) {
    next.acknowledged(stream, type, version);
  }

  @Override
  public void rejected(StreamId stream, ResourceType type, String version, String error) {
    next.rejected(stream, type, version, error);
    changed.run();
  }

  @Override
  public void recovered(StreamId stream, ResourceType type) {
    next.recovered(stream, type);
    changed.run();
  }

  @Override
  public void disconnected(StreamId stream) {
    next.disconnected(stream);
    changed.run();
  }
}
