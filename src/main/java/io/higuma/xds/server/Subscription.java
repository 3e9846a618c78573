package io.higuma.xds.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.xds.snapshot.NodeMetadata;
import io.higuma.xds.snapshot.PerType;
import io.higuma.xds.snapshot.ResourceType;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of one stream, in the form that a DataplaneInsight has. Thread-safe. */
final class Subscription {
  /** Responses of one type: sent, acknowledged and rejected. */
  private static final class Counts {
    private long sent;
    private long acknowledged;
    private long rejected;

    ObjectNode json() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      put(json, "responsesSent", sent);
      put(json, "responsesAcknowledged", acknowledged);
      put(json, "responsesRejected", rejected);
      return json;
    }

    /** 64-bit numbers are texts in the JSON form of protobuf, and zeros are left out. */
    private static void put(ObjectNode json, String field, long value) {
      if (value != 0) {
        json.put(field, Long.toString(value));
      }
    }
  }

  private final StreamEvents.StreamId stream;
  private final String instance;
  private final NodeMetadata node;
  private final Instant connected;
  private final PerType<Counts> counts = new PerType<>(_ -> new Counts());
  private Instant updated;
  private @Nullable Instant disconnected;
  private final Map<ResourceType, String> errors = new EnumMap<>(ResourceType.class);
  private final Map<String, String> versions = new TreeMap<>();
  private boolean owned;

  /**
   * A new stream.
   *
   * @param instance the control plane that serves it
   */
  Subscription(
      StreamEvents.StreamId stream, String instance, NodeMetadata node, Instant connected) {
    this.stream = stream;
    this.instance = instance;
    this.node = node;
    this.connected = connected;
    this.updated = connected;
  }

  StreamEvents.StreamId stream() {
    return stream;
  }

  synchronized void sent(ResourceType type) {
    counts.get(type).sent++;
  }

  synchronized void acknowledged(ResourceType type, String version, Instant now) {
    counts.get(type).acknowledged++;
    versions.put(key(type), version);
    updated = now;
  }

  synchronized void rejected(ResourceType type, String error, Instant now) {
    counts.get(type).rejected++;
    errors.put(type, type.shortName() + ": " + error);
    updated = now;
  }

  synchronized void recovered(ResourceType type) {
    errors.remove(type);
  }

  synchronized void disconnected(Instant now) {
    disconnected = now;
    updated = now;
  }

  synchronized boolean isDisconnected() {
    return disconnected != null;
  }

  synchronized boolean hasEndedBefore(Instant time) {
    return disconnected != null && disconnected.isBefore(time);
  }

  /** Records that the stored insight has the present Dataplane as its owner. */
  synchronized void owned() {
    owned = true;
  }

  /** Whether the stored insight was seen to have the present Dataplane as its owner. */
  synchronized boolean isOwned() {
    return owned;
  }

  /** Text for people: the last error of each type that is rejected; empty if none is. */
  synchronized String errors() {
    return String.join("; ", errors.values());
  }

  /** What is known of the proxy. */
  synchronized ConnectedProxy connected() {
    return new ConnectedProxy(json(), Map.copyOf(versions), errors());
  }

  private static String key(ResourceType type) {
    return type.shortName().toLowerCase(Locale.ROOT);
  }

  synchronized ObjectNode json() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", stream.id())
            .put("controlPlaneInstanceId", instance)
            .put("connectTime", connected.toString());
    if (disconnected != null) {
      json.put("disconnectTime", disconnected.toString());
    }
    ObjectNode status = json.putObject("status").put("lastUpdateTime", updated.toString());
    Counts total = new Counts();
    for (ResourceType type : ResourceType.values()) {
      Counts count = counts.get(type);
      total.sent += count.sent;
      total.acknowledged += count.acknowledged;
      total.rejected += count.rejected;
      status.set(key(type), count.json());
    }
    status.set("total", total.json());
    ObjectNode versions = json.putObject("version");
    node.versions().forEach((part, version) -> versions.putObject(part).put("version", version));
    return json;
  }
}
