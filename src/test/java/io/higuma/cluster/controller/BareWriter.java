package io.higuma.cluster.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;

/** Creates Dataplanes as fast as the API server accepts them, and reads nothing meanwhile. */
public final class BareWriter {
  private static final String PATH = "/apis/kuma.io/v1alpha1/";

  private final Rest rest;
  private final List<JsonNode> dataplanes = new ArrayList<>();

  /** Remembers all Dataplanes of this API server. */
  public BareWriter(KubernetesClient client) {
    this.rest = Rest.of(client);
    rest.get(PATH + "dataplanes").orElseThrow().path("items").forEach(dataplanes::add);
    for (JsonNode dataplane : dataplanes) {
      ((ObjectNode) dataplane.path("metadata")).remove(List.of("resourceVersion", "uid"));
    }
  }

  /** Creates them again. */
  public void write() {
    BenchCluster.together(
        dataplanes.size(),
        i -> {
          JsonNode dataplane = dataplanes.get(i);
          String namespace = dataplane.at("/metadata/namespace").asText();
          rest.post(PATH + "namespaces/" + namespace + "/dataplanes", dataplane);
        });
  }
}
