package io.higuma.cluster.controller;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
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
import io.higuma.dataplane.DataplaneResult.Dataplane;
import io.higuma.dataplane.MeshEndpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Creates, changes and deletes Dataplanes, each write against the version that it was decided upon.
 * What was written is put into the store at once, before the watch tells.
 */
final class DataplaneWriter {
  private static final JsonFactory JSON = new ObjectMapper().getFactory();
  private static final FieldFilter WHOLE = FieldFilter.ALL;

  /** What came of a write. */
  sealed interface Result {
    /** It is as it should be now. */
    record Written() implements Result {}

    /** The stored state was an old one; the store has the present one now. */
    record Stale() implements Result {}

    /** This process does not lead any more. */
    record Fenced() implements Result {}

    /** The API did not do it. */
    record Refused(ApiResponse answer) implements Result {}
  }

  private final ApiCalls api;
  private final ObjectStore<CachedDataplane> store;
  private final LeaderGuard fence;
  private final boolean withEndpoints;

  DataplaneWriter(
      ApiCalls api, ObjectStore<CachedDataplane> store, LeaderGuard fence, boolean withEndpoints) {
    this.api = api;
    this.store = store;
    this.fence = fence;
    this.withEndpoints = withEndpoints;
  }

  Result create(ObjectKey key, Dataplane wanted) throws IOException, InterruptedException {
    byte[] body = json(key, wanted, "", Optional.empty());
    if (!fence.open()) {
      return new Result.Fenced();
    }
    return written(key, wanted, api.post(all(key).asManager(), body));
  }

  Result update(ObjectKey key, Dataplane wanted, CachedDataplane stored)
      throws IOException, InterruptedException {
    Optional<ForeignMetadata> foreign = Optional.empty();
    if (stored.foreign()) {
      ApiResponse present = api.get(one(key));
      if (!present.good()) {
        return refused(key, present);
      }
      foreign = Optional.of(ForeignMetadata.of(present.object(WHOLE)));
      if (!present.resourceVersion().equals(stored.version())) {
        return refresh(key);
      }
    }
    byte[] body = json(key, wanted, stored.version(), foreign);
    if (!fence.open()) {
      return new Result.Fenced();
    }
    return written(key, wanted, api.put(one(key).asManager(), body));
  }

  Result delete(ObjectKey key, CachedDataplane stored) throws IOException, InterruptedException {
    byte[] options =
        "{\"preconditions\":{\"resourceVersion\":\"%s\"}}"
            .formatted(stored.version())
            .getBytes(StandardCharsets.UTF_8);
    if (!fence.open()) {
      return new Result.Fenced();
    }
    ApiResponse answer = api.delete(one(key), options);
    if (answer.good() || answer.status() == ApiResponse.NOT_FOUND) {
      store.force(key, null);
      return new Result.Written();
    }
    return refused(key, answer);
  }

  private Result written(ObjectKey key, Dataplane wanted, ApiResponse answer)
      throws IOException, InterruptedException {
    if (!answer.good()) {
      return refused(key, answer);
    }
    List<MeshEndpoint> endpoints = withEndpoints ? MeshEndpoint.of(wanted.spec()) : List.of();
    CachedDataplane before = store.find(key).orElse(null);
    store.force(
        key,
        new CachedDataplane(
            answer.resourceVersion(),
            wanted.mesh().intern(),
            wanted.digest(),
            before != null && before.foreign(),
            true,
            endpoints));
    return new Result.Written();
  }

  private Result refused(ObjectKey key, ApiResponse answer)
      throws IOException, InterruptedException {
    return switch (answer.status()) {
      case ApiResponse.CONFLICT -> refresh(key);
      case ApiResponse.NOT_FOUND ->
          store.find(key).isPresent() ? refresh(key) : new Result.Refused(answer);
      default -> new Result.Refused(answer);
    };
  }

  /** Reads the present state into the store. */
  private Result refresh(ObjectKey key) throws IOException, InterruptedException {
    ApiResponse present = api.get(one(key));
    if (present.good()) {
      store.force(key, WatchedKinds.dataplane(present.object(WHOLE), withEndpoints));
    } else if (present.status() == ApiResponse.NOT_FOUND) {
      store.force(key, null);
    } else {
      return new Result.Refused(present);
    }
    return new Result.Stale();
  }

  private static ApiPath all(ObjectKey key) {
    return ApiPath.kuma().namespace(key.namespace()).resource("dataplanes");
  }

  private static ApiPath one(ObjectKey key) {
    return all(key).name(key.name());
  }

  private static byte[] json(
      ObjectKey key, Dataplane wanted, String version, Optional<ForeignMetadata> foreign)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(2048);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("apiVersion", "kuma.io/v1alpha1");
      json.writeStringField("kind", "Dataplane");
      json.writeStringField("mesh", wanted.mesh());
      json.writeObjectFieldStart("metadata");
      json.writeStringField("name", key.name());
      json.writeStringField("namespace", key.namespace());
      if (!version.isEmpty()) {
        json.writeStringField("resourceVersion", version);
      }
      map(json, "labels", wanted.labels());
      map(json, "annotations", foreign.map(f -> f.with(wanted)).orElse(wanted.annotations()));
      if (foreign.isPresent()) {
        json.writeArrayFieldStart("finalizers");
        for (String finalizer : foreign.get().finalizers()) {
          json.writeString(finalizer);
        }
        json.writeEndArray();
      }
      owner(json, wanted.owner().name(), wanted.owner().uid());
      json.writeEndObject();
      json.writeFieldName("spec");
      json.writeTree(wanted.spec());
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void owner(JsonGenerator json, String pod, String uid) throws IOException {
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

  private static void map(JsonGenerator json, String name, Map<String, String> map)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> entry : map.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }
}
