package io.higuma.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.kuma.DataplaneInsight;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The connection of a sidecar to the control plane.
 *
 * @param online whether it is connected
 * @param since when it connected, or when it was disconnected
 * @param controlPlane the replica that serves or served it
 * @param rejected why it rejects its newest configuration; absent if it does not
 */
@Schema(
    name = "Proxy",
    requiredProperties = {"online", "since", "controlPlane"})
public record ProxyView(
    boolean online,
    String since,
    String controlPlane,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> rejected) {

  /** Reads a DataplaneInsight; empty if the sidecar has never connected. */
  public static Optional<ProxyView> of(JsonNode insight) {
    JsonNode all = insight.path("status").path("subscriptions");
    if (all.isEmpty()) {
      return Optional.empty();
    }
    JsonNode last = all.get(all.size() - 1);
    String disconnected = last.path("disconnectTime").asText("");
    String rejected =
        insight
            .path("metadata")
            .path("annotations")
            .path(DataplaneInsight.REJECTED_ANNOTATION)
            .asText("");
    return Optional.of(
        new ProxyView(
            disconnected.isEmpty(),
            disconnected.isEmpty() ? last.path("connectTime").asText("") : disconnected,
            last.path("controlPlaneInstanceId").asText(""),
            Optional.of(rejected).filter(text -> !text.isEmpty())));
  }
}
