package io.higuma.cluster.cache;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Namespace and name of an object.
 *
 * @param namespace its namespace; empty for cluster-scoped kinds
 * @param name its name
 */
public record ObjectKey(String namespace, String name) {

  /** The key of an object in the JSON form of the API. */
  static ObjectKey of(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    return new ObjectKey(metadata.path("namespace").asText(""), metadata.path("name").asText(""));
  }

  @Override
  public String toString() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
