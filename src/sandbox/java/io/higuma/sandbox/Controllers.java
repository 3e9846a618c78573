package io.higuma.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cluster.client.ApiPath;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Simulates kube-controller-manager: creates ReplicaSets for Deployments, Pods for ReplicaSets and
 * Jobs, and deletes objects whose owner is gone.
 */
final class Controllers {
  private final KubeRest rest;

  /** Message of a webhook's rejection, which is final; other failures are retried. */
  private static final String DENIED = "denied the request";

  /** Owners whose Pods were refused, by UID: not retried. */
  private final Map<String, Documents.Refused> refused = new ConcurrentHashMap<>();

  Controllers(KubeRest rest) {
    this.rest = rest;
  }

  /** The objects that webhooks refused. */
  Collection<Documents.Refused> refused() {
    return refused.values();
  }

  /** One reconciliation of all objects. */
  void step(ClusterState cluster) throws IOException, InterruptedException {
    for (var deployment : cluster.deployments()) {
      replicaSet(cluster, deployment);
    }
    for (var set : cluster.replicaSets()) {
      long replicas = set.at("/spec/replicas").asLong(1);
      long present = cluster.podsOf(set).filter(pod -> !ClusterState.isTerminating(pod)).count();
      for (long missing = replicas - present; missing > 0; missing--) {
        pod(set, "apps/v1", "ReplicaSet");
      }
    }
    for (var job : cluster.jobs()) {
      if (cluster.podsOf(job).findAny().isEmpty()) {
        pod(job, "batch/v1", "Job");
      }
    }
    collect(cluster);
  }

  private void replicaSet(ClusterState cluster, JsonNode deployment)
      throws IOException, InterruptedException {
    var uid = ClusterState.uid(deployment);
    if (cluster.replicaSets().stream().anyMatch(set -> uid.equals(ClusterState.ownerUid(set)))) {
      return;
    }
    var template = deployment.at("/spec/template");
    var hash = Integer.toHexString(template.hashCode());
    var set = object("apps/v1", "ReplicaSet");
    var metadata =
        set.withObject("/metadata")
            .put("name", ClusterState.name(deployment) + "-" + hash)
            .put("namespace", ClusterState.namespace(deployment));
    var labels = metadata.withObject("/labels");
    labels.setAll((ObjectNode) template.at("/metadata/labels").deepCopy());
    labels.put("pod-template-hash", hash);
    owner(metadata, deployment, "apps/v1", "Deployment");
    var spec = set.withObject("/spec").put("replicas", deployment.at("/spec/replicas").asInt(1));
    spec.set("selector", deployment.at("/spec/selector").deepCopy());
    spec.withObject("/selector/matchLabels").put("pod-template-hash", hash);
    spec.set("template", template.deepCopy());
    spec.withObject("/template/metadata/labels").put("pod-template-hash", hash);
    create(ApiPath.group("apps", "v1"), "replicasets", deployment, set);
  }

  private void pod(JsonNode owner, String apiVersion, String kind)
      throws IOException, InterruptedException {
    if (refused.containsKey(ClusterState.uid(owner))) {
      return;
    }
    var template = owner.at("/spec/template");
    var pod = object("v1", "Pod");
    pod.set("metadata", template.path("metadata").deepCopy());
    pod.set("spec", template.path("spec").deepCopy());
    if (!pod.at("/spec/serviceAccountName").isTextual()) {
      // The API server does so in clusters with service accounts.
      pod.withObject("/spec").put("serviceAccountName", "default");
    }
    var metadata =
        pod.withObject("/metadata")
            .put("generateName", ClusterState.name(owner) + "-")
            .put("namespace", ClusterState.namespace(owner));
    owner(metadata, owner, apiVersion, kind);
    create(ApiPath.core(), "pods", owner, pod);
  }

  private void create(ApiPath group, String plural, JsonNode owner, ObjectNode object)
      throws IOException, InterruptedException {
    var namespace = ClusterState.namespace(owner);
    var answer = rest.create(group.namespace(namespace).resource(plural), object);
    if (!answer.isSuccess() && answer.message().contains(DENIED)) {
      var kind = object.path("kind").asText();
      refused.put(
          ClusterState.uid(owner),
          new Documents.Refused(kind, namespace, ClusterState.name(owner), answer.message()));
    }
  }

  private void collect(ClusterState cluster) throws IOException, InterruptedException {
    Set<String> uids = new HashSet<>();
    Stream.of(cluster.deployments(), cluster.replicaSets(), cluster.jobs(), cluster.pods())
        .flatMap(List::stream)
        .forEach(object -> uids.add(ClusterState.uid(object)));
    drop(cluster.replicaSets(), uids, ApiPath.group("apps", "v1"), "replicasets");
    drop(cluster.pods(), uids, ApiPath.core(), "pods");
    drop(cluster.dataplanes(), uids, ApiPath.kuma(), "dataplanes");
  }

  private void drop(List<JsonNode> objects, Set<String> uids, ApiPath group, String plural)
      throws IOException, InterruptedException {
    for (var object : objects) {
      var owner = ClusterState.ownerUid(object);
      if (!owner.isEmpty() && !uids.contains(owner) && !ClusterState.isTerminating(object)) {
        var all = group.namespace(ClusterState.namespace(object)).resource(plural);
        rest.delete(all.name(ClusterState.name(object)), false);
      }
    }
  }

  private static ObjectNode object(String apiVersion, String kind) {
    return JsonNodeFactory.instance.objectNode().put("apiVersion", apiVersion).put("kind", kind);
  }

  private static void owner(ObjectNode metadata, JsonNode owner, String apiVersion, String kind) {
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", apiVersion)
        .put("kind", kind)
        .put("name", ClusterState.name(owner))
        .put("uid", ClusterState.uid(owner))
        .put("controller", true)
        .put("blockOwnerDeletion", true);
  }
}
