package io.higuma.xds.server;

import io.higuma.xds.snapshot.NodeMetadata;
import io.higuma.xds.snapshot.ResourceType;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The callbacks of streams as texts, in their order. */
final class RecordedEvents implements StreamEvents {
  private final List<String> all = new CopyOnWriteArrayList<>();

  List<String> of(String pod) {
    return all.stream()
        .filter(event -> event.startsWith(pod + " "))
        .map(event -> event.substring(pod.length() + 1))
        .toList();
  }

  @Override
  public void connected(StreamId stream, NodeMetadata node) {
    add(stream, "connected from " + node.workdir());
  }

  @Override
  public void sent(StreamId stream, ResourceType type) {
    add(stream, "sent " + type.shortName());
  }

  @Override
  public void acknowledged(StreamId stream, ResourceType type, String version) {
    add(stream, "acknowledged " + type.shortName());
  }

  @Override
  public void rejected(StreamId stream, ResourceType type, String version, String error) {
    add(stream, "rejected " + type.shortName() + ": " + error);
  }

  @Override
  public void recovered(StreamId stream, ResourceType type) {
    add(stream, "recovered " + type.shortName());
  }

  @Override
  public void disconnected(StreamId stream) {
    add(stream, "disconnected");
  }

  private void add(StreamId stream, String event) {
    all.add(stream.proxy().name() + " " + event);
  }
}
