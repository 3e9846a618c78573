package io.higuma.xds.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ApiPath;
import io.higuma.cluster.client.ApiResponse;
import io.higuma.cluster.client.FieldFilter;
import io.higuma.kuma.DataplaneInsight;
import io.higuma.kuma.KumaResource;
import io.higuma.kuma.TextTruncation;
import io.higuma.xds.snapshot.ProxyIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The DataplaneInsights of the cluster. Each is owned by the Dataplane of the same name. */
final class StoredInsights {
  private static final int MAX_ERROR_LENGTH = 1000;

  private final ApiCalls api;

  StoredInsights(ApiCalls api) {
    this.api = api;
  }

  /**
   * Writes what is known of a stream into the insight of its proxy, which is created if necessary.
   *
   * @return the response to the last request; empty if there is neither an insight nor a Dataplane
   */
  Optional<ApiResponse> write(Subscription subscription) throws IOException, InterruptedException {
    ProxyIdentity proxy = subscription.stream().proxy();
    ApiPath all = ApiPath.kuma().namespace(proxy.namespace()).resource("dataplaneinsights");
    ApiResponse current = api.get(all.name(proxy.name()));
    if (current.isSuccess()) {
      ObjectNode stored = (ObjectNode) current.object(FieldFilter.ALL);
      boolean isOwned = subscription.isOwned() || own(stored, proxy);
      byte[] body = bytes(updated(stored, subscription));
      ApiResponse response = api.put(all.name(proxy.name()).asManager(), body);
      return Optional.of(written(response, isOwned, subscription));
    }
    if (current.status() != ApiResponse.NOT_FOUND) {
      return Optional.of(current);
    }
    Optional<ObjectNode> owner = owner(proxy);
    if (owner.isEmpty()) {
      // Without a Dataplane, nothing would delete the insight.
      return Optional.empty();
    }
    ObjectNode fresh = fresh(proxy, owner.get(), subscription);
    return Optional.of(written(api.post(all.asManager(), bytes(fresh)), true, subscription));
  }

  private static ApiResponse written(
      ApiResponse response, boolean isOwned, Subscription subscription) {
    if (isOwned && response.isSuccess()) {
      subscription.owned();
    }
    return response;
  }

  /**
   * Makes the present Dataplane the owner of an insight, which may be that of a former Dataplane of
   * the same name: it would be deleted with it.
   *
   * @return whether there is a Dataplane
   */
  private boolean own(ObjectNode insight, ProxyIdentity proxy)
      throws IOException, InterruptedException {
    Optional<ObjectNode> owner = owner(proxy);
    if (owner.isEmpty()) {
      return false;
    }
    ArrayNode owners = insight.withObjectProperty("metadata").withArrayProperty("ownerReferences");
    List<JsonNode> others = new ArrayList<>();
    for (JsonNode other : owners) {
      if (other.path("uid").equals(owner.get().path("uid"))) {
        return true;
      }
      if (!other.path("kind").equals(owner.get().path("kind"))) {
        others.add(other);
      }
    }
    var _ = owners.removeAll().addAll(others).add(owner.get());
    insight.put("mesh", proxy.mesh());
    return true;
  }

  private Optional<ObjectNode> owner(ProxyIdentity proxy) throws IOException, InterruptedException {
    ApiResponse dataplane =
        api.get(
            ApiPath.kuma().namespace(proxy.namespace()).resource("dataplanes").name(proxy.name()));
    if (!dataplane.isSuccess()) {
      return Optional.empty();
    }
    JsonNode metadata = dataplane.object(FieldFilter.ALL).path("metadata");
    return Optional.of(
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", KumaResource.GROUP + "/" + KumaResource.VERSION)
            .put("kind", "Dataplane")
            .put("name", proxy.name())
            .put("uid", metadata.path("uid").asText()));
  }

  private static ObjectNode fresh(
      ProxyIdentity proxy, ObjectNode owner, Subscription subscription) {
    ObjectNode insight =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", KumaResource.GROUP + "/" + KumaResource.VERSION)
            .put("kind", "DataplaneInsight")
            .put("mesh", proxy.mesh());
    ObjectNode metadata =
        insight.putObject("metadata").put("namespace", proxy.namespace()).put("name", proxy.name());
    metadata.putArray("ownerReferences").add(owner);
    return updated(insight, subscription);
  }

  private static ObjectNode updated(ObjectNode insight, Subscription current) {
    ObjectNode status = insight.withObjectProperty("status");
    ObjectNode subscription = current.json();
    StoredSubscriptions.put(status, subscription);
    if (!StoredSubscriptions.isNewest(status, subscription)) {
      // The annotation has what the proxy rejects on its newer stream.
      return insight;
    }
    ObjectNode annotations =
        insight.withObjectProperty("metadata").withObjectProperty("annotations");
    String error = current.errors();
    if (error.isEmpty()) {
      annotations.remove(DataplaneInsight.REJECTED_ANNOTATION);
    } else {
      annotations.put(
          DataplaneInsight.REJECTED_ANNOTATION,
          TextTruncation.withEllipsis(error, MAX_ERROR_LENGTH));
    }
    return insight;
  }

  private static byte[] bytes(ObjectNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
