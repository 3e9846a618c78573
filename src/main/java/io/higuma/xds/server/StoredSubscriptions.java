package io.higuma.xds.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** The streams of a proxy in the status of its DataplaneInsight, the newest last. */
final class StoredSubscriptions {
  /** As in Kuma: the current one and the one before. */
  private static final int KEPT = 2;

  private static final String CONNECTED = "connectTime";
  private static final String DISCONNECTED = "disconnectTime";

  private StoredSubscriptions() {}

  /**
   * Replaces the subscription of the same stream, or adds it. A proxy has one stream, so that older
   * ones have ended, even if their replica could not write that.
   *
   * @param status changed in place
   */
  static void put(ObjectNode status, ObjectNode subscription) {
    List<ObjectNode> all = new ArrayList<>();
    status.path("subscriptions").forEach(stored -> all.add((ObjectNode) stored));
    int index = indexOf(all, subscription);
    if (index >= 0) {
      all.set(index, subscription);
    } else if (hasSuccessor(all, subscription)) {
      all.addFirst(subscription);
    } else {
      all.stream()
          .filter(older -> !older.has(DISCONNECTED))
          .forEach(older -> older.set(DISCONNECTED, subscription.path(CONNECTED)));
      all.add(subscription);
    }
    ArrayNode kept = status.putArray("subscriptions");
    all.stream().skip(Math.max(0, all.size() - KEPT)).forEach(kept::add);
  }

  /** Whether the subscription, which was {@link #put}, is of the newest stream of its proxy. */
  static boolean isNewest(ObjectNode status, ObjectNode subscription) {
    JsonNode all = status.path("subscriptions");
    return all.path(all.size() - 1).path("id").equals(subscription.path("id"));
  }

  private static int indexOf(List<ObjectNode> all, ObjectNode subscription) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).path("id").equals(subscription.path("id"))) {
        return i;
      }
    }
    return -1;
  }

  /** Whether it has ended, and the stream after it was written before it. */
  private static boolean hasSuccessor(List<ObjectNode> all, ObjectNode subscription) {
    return subscription.has(DISCONNECTED)
        && all.stream()
            .filter(other -> !other.has(DISCONNECTED))
            .anyMatch(other -> connected(other).isAfter(connected(subscription)));
  }

  /** When a stream began; the earliest time if that cannot be read. */
  private static Instant connected(JsonNode subscription) {
    try {
      return Instant.parse(subscription.path(CONNECTED).asText());
    } catch (DateTimeParseException e) {
      return Instant.MIN;
    }
  }
}
