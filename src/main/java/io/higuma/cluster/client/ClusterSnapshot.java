package io.higuma.cluster.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.KubernetesName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Pod and what decides about its Dataplane, read once, as the documents that kubectl gives. */
public final class ClusterSnapshot {
  private static final int FORBIDDEN = 403;
  private static final JsonNode NOTHING = MissingNode.getInstance();

  private final ApiCalls api;
  private final List<JsonNode> objects = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private ClusterSnapshot(ApiCalls api) {
    this.api = api;
  }

  /**
   * Reads a Pod, its owners and Node, and the Services and EndpointSlices of its namespace; empty
   * where there is no such Pod. What the user may not read is left out, with a note.
   *
   * @throws IOException where the cluster cannot be asked
   */
  public static Optional<ClusterSnapshot> ofPod(ApiCalls api, String namespace, String name)
      throws IOException, InterruptedException {
    if (!KubernetesName.DNS_LABEL.matches(namespace)
        || !KubernetesName.DNS_SUBDOMAIN.matches(name)) {
      return Optional.empty();
    }
    var snapshot = new ClusterSnapshot(api);
    var inside = ApiPath.core().namespace(namespace);
    var pod = snapshot.one(inside.resource("pods").name(name));
    if (pod.isEmpty()) {
      return Optional.empty();
    }
    snapshot.one(inside);
    snapshot.all(inside.resource("services"), "v1", "Service");
    snapshot.all(
        ApiPath.group("discovery.k8s.io", "v1").namespace(namespace).resource("endpointslices"),
        "discovery.k8s.io/v1",
        "EndpointSlice");
    snapshot.all(ApiPath.kuma().resource("meshes"), "kuma.io/v1alpha1", "Mesh");
    for (var owner : pod.get().path("metadata").path("ownerReferences")) {
      snapshot.owner(namespace, owner);
    }
    var node = pod.get().path("spec").path("nodeName").asText("");
    if (KubernetesName.DNS_SUBDOMAIN.matches(node)) {
      snapshot.one(ApiPath.core().resource("nodes").name(node));
    }
    return Optional.of(snapshot);
  }

  /** The Pod and everything else. */
  public List<JsonNode> objects() {
    return List.copyOf(objects);
  }

  /** What could not be read, for people. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** One whose name cannot be a name counts as not found. */
  private void owner(String namespace, JsonNode owner) throws IOException, InterruptedException {
    var name = owner.path("name").asText();
    if (!KubernetesName.DNS_SUBDOMAIN.matches(name)) {
      return;
    }
    switch (owner.path("kind").asText()) {
      case "ReplicaSet" -> one(ApiPath.replicaSets(namespace).name(name));
      case "Job" -> one(ApiPath.jobs(namespace).name(name));
      default -> {}
    }
  }

  private Optional<JsonNode> one(ApiPath path) throws IOException, InterruptedException {
    var found = read(path);
    found.ifPresent(objects::add);
    return found;
  }

  /** The items of a list do not say what they are. */
  private void all(ApiPath path, String apiVersion, String kind)
      throws IOException, InterruptedException {
    for (var item : read(path).map(list -> list.path("items")).orElse(NOTHING)) {
      if (item instanceof ObjectNode object) {
        objects.add(object.put("apiVersion", apiVersion).put("kind", kind));
      }
    }
  }

  private Optional<JsonNode> read(ApiPath path) throws IOException, InterruptedException {
    var answer = api.get(path);
    if (answer.good()) {
      return Optional.of(answer.object(FieldFilter.ALL));
    }
    if (answer.status() == FORBIDDEN) {
      notes.add(answer.says());
    } else if (answer.status() != ApiResponse.NOT_FOUND) {
      throw new IOException(answer.says());
    }
    return Optional.empty();
  }
}
