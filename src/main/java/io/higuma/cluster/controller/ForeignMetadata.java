package io.higuma.cluster.controller;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.dataplane.DataplaneDigest;
import io.higuma.dataplane.DataplaneResult.Dataplane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What others have put on a Dataplane and what stays there when we write it.
 *
 * @param annotations all but ours
 * @param finalizers all of them
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

  /** The annotations of both. */
  Map<String, String> with(Dataplane wanted) {
    Map<String, String> all = new TreeMap<>(annotations);
    all.putAll(wanted.annotations());
    return all;
  }
}
