package io.higuma.api.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.api.ProxyView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Converts a stream, or the last one of a DataplaneInsight, to its API form. */
final class ConnectionView {
  private static final List<String> TYPES = List.of("cds", "eds", "lds");

  private ConnectionView() {}

  /** Of a stream to this replica. */
  static DataplaneView.Connection of(ProxyStreams.Stream stream) {
    var subscription = stream.subscription();
    return new DataplaneView.Connection(
        true,
        true,
        subscription.path("connectTime").asText(""),
        subscription.path("controlPlaneInstanceId").asText(""),
        Optional.of(stream.rejected()).filter(text -> !text.isEmpty()),
        versions(subscription),
        types(subscription, stream.acknowledged()));
  }

  /** Of an insight; empty if the sidecar has never connected. */
  static Optional<DataplaneView.Connection> of(JsonNode insight) {
    var all = insight.path("status").path("subscriptions");
    return ProxyView.of(insight)
        .map(
            proxy ->
                new DataplaneView.Connection(
                    proxy.online(),
                    false,
                    proxy.since(),
                    proxy.controlPlane(),
                    proxy.rejected(),
                    versions(all.get(all.size() - 1)),
                    types(all.get(all.size() - 1), Map.of())));
  }

  private static Map<String, String> versions(JsonNode subscription) {
    Map<String, String> versions = new TreeMap<>();
    for (var part : subscription.path("version").properties()) {
      var version = part.getValue().path("version").asText("");
      if (!version.isEmpty()) {
        versions.put(part.getKey(), version);
      }
    }
    return versions;
  }

  private static List<DataplaneView.Resources> types(
      JsonNode subscription, Map<String, String> acknowledged) {
    return TYPES.stream()
        .map(
            type -> {
              var counts = subscription.path("status").path(type);
              return new DataplaneView.Resources(
                  type,
                  counts.path("responsesSent").asLong(),
                  counts.path("responsesAcknowledged").asLong(),
                  counts.path("responsesRejected").asLong(),
                  Optional.ofNullable(acknowledged.get(type)));
            })
        .toList();
  }
}
