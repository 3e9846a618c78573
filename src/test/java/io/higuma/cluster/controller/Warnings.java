package io.higuma.cluster.controller;

import java.util.List;

/** Warnings about Dataplanes in Events on Pods. */
final class Warnings {
  private Warnings() {}

  /** Pod, reason, action and message of each Warning in this namespace. */
  static List<String> on(Rest rest, String namespace) {
    return rest.get("/apis/events.k8s.io/v1/namespaces/" + namespace + "/events")
        .orElseThrow()
        .path("items")
        .valueStream()
        .filter(event -> event.path("type").asText().equals("Warning"))
        .filter(event -> event.path("reportingController").asText().startsWith("k8s.kuma.io/"))
        .map(
            event ->
                String.join(
                    " ",
                    event.path("regarding").path("name").asText(),
                    event.path("reason").asText(),
                    event.path("action").asText(),
                    event.path("note").asText()))
        .toList();
  }
}
