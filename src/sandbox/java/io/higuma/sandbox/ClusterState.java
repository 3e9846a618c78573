package io.higuma.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.higuma.cluster.client.ApiPath;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * A snapshot of the cluster's objects that the simulation handles.
 *
 * @param deployments all Deployments; the same for the others
 */
record ClusterState(
    List<JsonNode> deployments,
    List<JsonNode> replicaSets,
    List<JsonNode> jobs,
    List<JsonNode> pods,
    List<JsonNode> dataplanes) {
  private static final String SIDECAR = "kuma-sidecar";

  /** Reads all objects. */
  static ClusterState read(KubeRest rest) throws IOException, InterruptedException {
    // Owners after their dependents, so that no dependent looks like an orphan.
    var dataplanes = rest.list(ApiPath.kuma().resource("dataplanes"));
    var pods = rest.list(ApiPath.core().resource("pods"));
    var jobs = rest.list(ApiPath.group("batch", "v1").resource("jobs"));
    var replicaSets = rest.list(ApiPath.group("apps", "v1").resource("replicasets"));
    var deployments = rest.list(ApiPath.group("apps", "v1").resource("deployments"));
    return new ClusterState(deployments, replicaSets, jobs, pods, dataplanes);
  }

  /** The Pods that this object controls. */
  Stream<JsonNode> podsOf(JsonNode owner) {
    return pods.stream().filter(pod -> uid(owner).equals(ownerUid(pod)));
  }

  /** The Dataplanes that the Pod owns. */
  Stream<JsonNode> dataplanesOf(JsonNode pod) {
    return dataplanes.stream().filter(dataplane -> uid(pod).equals(ownerUid(dataplane)));
  }

  /** The Pods with this value of the label {@code app}. */
  Stream<JsonNode> podsOfApp(String app) {
    return pods.stream().filter(pod -> app.equals(pod.at("/metadata/labels/app").asText()));
  }

  /** The container of the sidecar; a missing node if the Pod has none. */
  static JsonNode sidecar(JsonNode pod) {
    for (var field : List.of("initContainers", "containers")) {
      for (var container : pod.at("/spec/" + field)) {
        if (container.path("name").asText().equals(SIDECAR)) {
          return container;
        }
      }
    }
    return MissingNode.getInstance();
  }

  static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  static String namespace(JsonNode object) {
    return object.at("/metadata/namespace").asText();
  }

  static String uid(JsonNode object) {
    return object.at("/metadata/uid").asText();
  }

  /** Empty if it has no owner. */
  static String ownerUid(JsonNode object) {
    return object.at("/metadata/ownerReferences/0/uid").asText("");
  }

  static boolean isTerminating(JsonNode object) {
    return object.path("metadata").has("deletionTimestamp");
  }
}
