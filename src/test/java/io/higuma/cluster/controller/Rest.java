package io.higuma.cluster.controller;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ApiPaths;
import io.higuma.cluster.client.ApiResponse;
import io.higuma.cluster.client.FieldFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * JSON client of the Kubernetes API for tests. Methods throw {@link KubernetesClientException} if
 * the API server refuses the request, and {@link UncheckedIOException} if there is no response.
 */
public record Rest(ApiCalls api) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MERGE_PATCH = "application/merge-patch+json";

  /** Sends requests by this client. */
  public static Rest of(KubernetesClient client) {
    return new Rest(new ApiCalls(client));
  }

  /** Parses JSON. */
  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Reads the object at this path. */
  public Optional<JsonNode> get(String path) {
    ApiResponse response = call(() -> api.get(ApiPaths.of(path)));
    return response.status() == ApiResponse.NOT_FOUND
        ? Optional.empty()
        : Optional.of(object(response, path));
  }

  /** Creates an object in the collection at this path. */
  public JsonNode post(String path, JsonNode object) {
    return object(call(() -> api.post(ApiPaths.of(path), bytes(object))), path);
  }

  /** Replaces the object at this path. */
  public JsonNode put(String path, JsonNode object) {
    return object(call(() -> api.put(ApiPaths.of(path), bytes(object))), path);
  }

  /** Applies a merge patch to the object at this path. */
  public JsonNode patch(String path, JsonNode patch) {
    return object(call(() -> api.patch(ApiPaths.of(path), MERGE_PATCH, bytes(patch))), path);
  }

  /** Deletes the object, or all objects of the collection, at this path. */
  public JsonNode delete(String path) {
    return object(call(() -> api.delete(ApiPaths.of(path), bytes(JSON.createObjectNode()))), path);
  }

  /** Deletes without grace period: there is no kubelet. */
  public JsonNode kill(String path) {
    return object(
        call(
            () ->
                api.delete(
                    ApiPaths.of(path),
                    bytes(JSON.createObjectNode().put("gracePeriodSeconds", 0)))),
        path);
  }

  private interface Call {
    ApiResponse send() throws IOException, InterruptedException;
  }

  private static ApiResponse call(Call call) {
    try {
      return call.send();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode object(ApiResponse response, String path) {
    if (!response.isSuccess()) {
      throw new KubernetesClientException(path + ": " + response.summary());
    }
    try {
      return response.object(FieldFilter.ALL);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(JsonNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
