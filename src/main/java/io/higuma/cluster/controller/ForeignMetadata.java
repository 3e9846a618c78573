package io.higuma.cluster.controller;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.dataplane.DataplaneDigest;
import io.higuma.dataplane.DataplaneResult.Dataplane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Annotations and finalizers that other clients set on a Dataplane; preserved on update.
 *
 * @param annotations all except Higuma's
 * @param finalizers all finalizers
 */
record ForeignMetadata(Map<String, String> annotations, List<String> finalizers) {

  static ForeignMetadata of(JsonNode stored) {
    JsonNode metadata = stored.path("metadata");
    Map<String, String> annotations = new TreeMap<>();
    for (Map.Entry<String, JsonNode> annotation : metadata.path("annotations").properties()) {
      if (!DataplaneDigest.covers(annotation.getKey())) {
        annotations.put(annotation.getKey(), annotation.getValue().asText());
      }
    }
    List<String> finalizers = new ArrayList<>();
    metadata.path("finalizers").forEach(finalizer -> finalizers.add(finalizer.asText()));
    return new ForeignMetadata(annotations, finalizers);
  }

  /** These annotations merged with Higuma's. */
  Map<String, String> with(Dataplane desired) {
    Map<String, String> all = new TreeMap<>(annotations);
    all.putAll(desired.annotations());
    return all;
  }
}
