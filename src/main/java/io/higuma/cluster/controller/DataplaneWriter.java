package io.higuma.cluster.controller;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.cluster.cache.CachedDataplane;
import io.higuma.cluster.cache.ObjectKey;
import io.higuma.cluster.cache.ObjectStore;
import io.higuma.cluster.cache.WatchedKinds;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ApiPath;
import io.higuma.cluster.client.ApiResponse;
import io.higuma.cluster.client.FieldFilter;
import io.higuma.cluster.leader.LeaderGuard;
import io.higuma.dataplane.DataplaneDigest;
import io.higuma.dataplane.DataplaneResult.Dataplane;
import io.higuma.dataplane.ProxyNetworking;
import io.higuma.dataplane.SharedStrings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Creates, updates and deletes Dataplanes with optimistic locking. Each written object is put into
 * the store at once, unless the watch has sent a newer state.
 */
final class DataplaneWriter {
  private static final JsonFactory JSON = new ObjectMapper().getFactory();
  private static final FieldFilter ALL_FIELDS = FieldFilter.ALL;
  private static final FieldFilter WRITTEN_FIELDS =
      FieldFilter.of("metadata(resourceVersion,annotations,finalizers)");

  /** Result of a write. */
  sealed interface Result {
    /** The Dataplane has the desired state. */
    record Written() implements Result {}

    /** The store was outdated; it now has the current state. */
    record Stale() implements Result {}

    /** This process is no longer the leader; nothing was written. */
    record Fenced() implements Result {}

    /** The API server rejected the request. */
    record Refused(ApiResponse answer) implements Result {}
  }

  private final ApiCalls api;
  private final ObjectStore<CachedDataplane> store;
  private final LeaderGuard leaderGuard;

  DataplaneWriter(ApiCalls api, ObjectStore<CachedDataplane> store, LeaderGuard leaderGuard) {
    this.api = api;
    this.store = store;
    this.leaderGuard = leaderGuard;
  }

  /** Reads the stored Dataplane; the object store has only its digest. */
  ApiResponse read(ObjectKey key) throws IOException, InterruptedException {
    return api.get(objectPath(key));
  }

  Result create(ObjectKey key, Dataplane desired) throws IOException, InterruptedException {
    byte[] body = json(key, desired, "", Optional.empty());
    if (!leaderGuard.mayWrite()) {
      return new Result.Fenced();
    }
    try (var request = store.request(key)) {
      return written(request, key, desired, api.post(collectionPath(key).asManager(), body));
    }
  }

  Result update(ObjectKey key, Dataplane desired, CachedDataplane cached)
      throws IOException, InterruptedException {
    Optional<ForeignMetadata> foreign = Optional.empty();
    if (cached.foreign()) {
      ApiResponse current = api.get(objectPath(key));
      if (!current.isSuccess()) {
        return rejected(key, current);
      }
      foreign = Optional.of(ForeignMetadata.of(current.object(ALL_FIELDS)));
      if (!current.resourceVersion().equals(cached.version())) {
        return refresh(key);
      }
    }
    byte[] body = json(key, desired, cached.version(), foreign);
    if (!leaderGuard.mayWrite()) {
      return new Result.Fenced();
    }
    try (var request = store.request(key)) {
      return written(request, key, desired, api.put(objectPath(key).asManager(), body));
    }
  }

  Result delete(ObjectKey key, CachedDataplane cached) throws IOException, InterruptedException {
    byte[] options =
        "{\"preconditions\":{\"resourceVersion\":\"%s\"}}"
            .formatted(cached.version())
            .getBytes(StandardCharsets.UTF_8);
    if (!leaderGuard.mayWrite()) {
      return new Result.Fenced();
    }
    try (var request = store.request(key)) {
      ApiResponse response = api.delete(objectPath(key), options);
      if (response.isSuccess() || response.status() == ApiResponse.NOT_FOUND) {
        request.complete(null);
        return new Result.Written();
      }
      return rejected(key, response);
    }
  }

  private Result written(
      ObjectStore<CachedDataplane>.Request request,
      ObjectKey key,
      Dataplane desired,
      ApiResponse response)
      throws IOException, InterruptedException {
    if (!response.isSuccess()) {
      return rejected(key, response);
    }
    // Webhooks of others may have changed it.
    JsonNode written = response.object(WRITTEN_FIELDS);
    request.complete(
        new CachedDataplane(
            written.path("metadata").path("resourceVersion").asText(""),
            SharedStrings.of(desired.mesh()),
            desired.digest(),
            DataplaneDigest.hasForeignParts(written),
            true,
            ProxyNetworking.of(desired)));
    return new Result.Written();
  }

  private Result rejected(ObjectKey key, ApiResponse response)
      throws IOException, InterruptedException {
    return switch (response.status()) {
      case ApiResponse.CONFLICT -> refresh(key);
      case ApiResponse.NOT_FOUND ->
          store.find(key).isPresent() ? refresh(key) : new Result.Refused(response);
      default -> new Result.Refused(response);
    };
  }

  /** Reads the current state from the API server into the store. */
  private Result refresh(ObjectKey key) throws IOException, InterruptedException {
    try (var request = store.request(key)) {
      ApiResponse current = api.get(objectPath(key));
      if (current.isSuccess()) {
        request.complete(WatchedKinds.dataplane(current.object(ALL_FIELDS)));
      } else if (current.status() == ApiResponse.NOT_FOUND) {
        request.complete(null);
      } else {
        return new Result.Refused(current);
      }
      return new Result.Stale();
    }
  }

  private static ApiPath collectionPath(ObjectKey key) {
    return ApiPath.kuma().namespace(key.namespace()).resource("dataplanes");
  }

  private static ApiPath objectPath(ObjectKey key) {
    return collectionPath(key).name(key.name());
  }

  private static byte[] json(
      ObjectKey key, Dataplane desired, String version, Optional<ForeignMetadata> foreign)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(2048);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("apiVersion", "kuma.io/v1alpha1");
      json.writeStringField("kind", "Dataplane");
      json.writeStringField("mesh", desired.mesh());
      json.writeObjectFieldStart("metadata");
      json.writeStringField("name", key.name());
      json.writeStringField("namespace", key.namespace());
      if (!version.isEmpty()) {
        json.writeStringField("resourceVersion", version);
      }
      writeMap(json, "labels", desired.labels());
      writeMap(
          json, "annotations", foreign.map(f -> f.with(desired)).orElse(desired.annotations()));
      if (foreign.isPresent()) {
        json.writeArrayFieldStart("finalizers");
        for (String finalizer : foreign.get().finalizers()) {
          json.writeString(finalizer);
        }
        json.writeEndArray();
      }
      writeOwner(json, desired.owner().name(), desired.owner().uid());
      json.writeEndObject();
      json.writeFieldName("spec");
      json.writeTree(desired.spec());
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void writeOwner(JsonGenerator json, String pod, String uid) throws IOException {
    json.writeArrayFieldStart("ownerReferences");
    json.writeStartObject();
    json.writeStringField("apiVersion", "v1");
    json.writeStringField("kind", "Pod");
    json.writeStringField("name", pod);
    json.writeStringField("uid", uid);
    json.writeBooleanField("controller", true);
    json.writeBooleanField("blockOwnerDeletion", true);
    json.writeEndObject();
    json.writeEndArray();
  }

  private static void writeMap(JsonGenerator json, String name, Map<String, String> entries)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }
}
