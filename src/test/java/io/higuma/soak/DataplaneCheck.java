package io.higuma.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.offline.DocumentRelatedObjects;
import io.higuma.cluster.controller.Rest;
import io.higuma.dataplane.ConversionJson;
import io.higuma.dataplane.ConversionProblem;
import io.higuma.dataplane.DataplaneDigest;
import io.higuma.dataplane.DataplaneFactory;
import io.higuma.dataplane.DataplaneResult;
import io.higuma.dataplane.DataplaneSettings;
import io.higuma.dataplane.PodTrimmer;
import io.higuma.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares all stored Dataplanes with what the conversion makes of all Pods and Services. */
final class DataplaneCheck {
  private static final String KUMA = "kuma.io/v1alpha1";

  private final Cluster cluster;
  private final DataplaneSettings settings;

  /**
   * For a cluster.
   *
   * @param settings of the control plane; those that change at run time do not matter
   */
  DataplaneCheck(Cluster cluster, Settings settings) {
    this.cluster = cluster;
    this.settings = DataplaneSettings.of(settings);
  }

  /**
   * A comparison.
   *
   * @param compared number of Pods
   * @param wrong a sentence for each difference
   * @param endpoints addresses with ports of the ready Pods, by Service that stays
   */
  record Result(int compared, List<String> wrong, Map<String, Set<String>> endpoints) {}

  /** Compares now; Pods and Services should not change meanwhile. */
  Result compare() {
    var pods = cluster.documents("/api/v1/pods", "v1", "Pod");
    var around = new ArrayList<JsonNode>();
    around.addAll(cluster.documents("/api/v1/services", "v1", "Service"));
    around.addAll(cluster.documents("/api/v1/namespaces", "v1", "Namespace"));
    around.addAll(cluster.documents("/api/v1/nodes", "v1", "Node"));
    around.addAll(cluster.documents("/apis/apps/v1/replicasets", "apps/v1", "ReplicaSet"));
    around.addAll(cluster.documents("/apis/" + KUMA + "/meshes", KUMA, "Mesh"));
    var related = new DocumentRelatedObjects(around, "default", false);
    var factory = new DataplaneFactory(settings);
    var stored = stored();
    List<String> wrong = new ArrayList<>();
    for (JsonNode pod : pods) {
      var result = factory.convert(new PodTrimmer().pod(pod), related).result();
      var found = stored.remove(key(pod));
      switch (result) {
        case DataplaneResult.Dataplane wanted when found == null ->
            wrong.add(key(pod) + " has no Dataplane");
        case DataplaneResult.Dataplane wanted -> {
          var expected = comparable(Rest.json(ConversionJson.resource(wanted).toString()));
          if (!expected.equals(comparable(found))) {
            wrong.add(key(pod) + " has " + comparable(found) + " instead of " + expected);
          }
        }
        case DataplaneResult.None none when found != null ->
            wrong.add(key(pod) + " has a Dataplane, although " + none.reason().sentence());
        case DataplaneResult.None _ -> {}
        case DataplaneResult.Failed(var problems) ->
            wrong.add(key(pod) + ": " + ConversionProblem.join(problems));
      }
    }
    stored.keySet().forEach(key -> wrong.add(key + " has a Dataplane, but there is no Pod"));
    return new Result(pods.size(), wrong, endpoints(pods));
  }

  private Map<String, JsonNode> stored() {
    Map<String, JsonNode> stored = new TreeMap<>();
    cluster
        .documents("/apis/" + KUMA + "/dataplanes", KUMA, "Dataplane")
        .forEach(dataplane -> stored.put(key(dataplane), dataplane));
    return stored;
  }

  private static Map<String, Set<String>> endpoints(List<JsonNode> pods) {
    Map<String, Set<String>> endpoints = new TreeMap<>();
    for (int namespace = 0; namespace < Cluster.NAMESPACES; namespace++) {
      for (int app = 0; app < Cluster.APPS; app++) {
        endpoints.put(service(Cluster.namespace(namespace), Cluster.app(app)), new TreeSet<>());
      }
    }
    for (JsonNode pod : pods) {
      var service =
          service(pod.at("/metadata/namespace").asText(), pod.at("/metadata/labels/app").asText());
      if (endpoints.containsKey(service)
          && pod.at("/status/containerStatuses/0/ready").asBoolean()
          && pod.at("/metadata/deletionTimestamp").isMissingNode()) {
        endpoints.get(service).add(pod.at("/status/podIP").asText() + ":" + Cluster.PORT);
      }
    }
    return endpoints;
  }

  private static String service(String namespace, String app) {
    return "%s_%s_svc_80".formatted(app, namespace);
  }

  private static String key(JsonNode object) {
    return object.at("/metadata/namespace").asText() + "/" + object.at("/metadata/name").asText();
  }

  private static ObjectNode comparable(JsonNode dataplane) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("mesh", dataplane.path("mesh").asText());
    result.set("spec", dataplane.path("spec"));
    result.set("labels", dataplane.at("/metadata/labels"));
    result.put("owner", dataplane.at("/metadata/ownerReferences/0/uid").asText());
    var annotations = result.putObject("annotations");
    dataplane
        .at("/metadata/annotations")
        .properties()
        .forEach(
            each -> {
              if (DataplaneDigest.covers(each.getKey())) {
                annotations.set(each.getKey(), each.getValue());
              }
            });
    return result;
  }
}
