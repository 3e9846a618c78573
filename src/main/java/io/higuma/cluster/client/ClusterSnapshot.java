package io.higuma.cluster.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.KubernetesName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Snapshot of a Pod and of the objects that determine its Dataplane, as kubectl prints them. */
public final class ClusterSnapshot {
  private static final int FORBIDDEN = 403;
  private static final JsonNode MISSING = MissingNode.getInstance();

  private final ApiCalls api;
  private final List<JsonNode> objects = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private ClusterSnapshot(ApiCalls api) {
    this.api = api;
  }

  /**
   * Reads a Pod, its Namespace, owners and Node, the Services and EndpointSlices of its namespace,
   * and all Meshes; empty if the Pod does not exist. Objects that the user may not read are left
   * out, with a note.
   *
   * @throws IOException if the API server cannot be reached or returns another error
   */
  public static Optional<ClusterSnapshot> ofPod(ApiCalls api, String namespace, String name)
      throws IOException, InterruptedException {
    if (!KubernetesName.DNS_LABEL.matches(namespace)
        || !KubernetesName.DNS_SUBDOMAIN.matches(name)) {
      return Optional.empty();
    }
    var snapshot = new ClusterSnapshot(api);
    var scope = ApiPath.core().namespace(namespace);
    var pod = snapshot.addOne(scope.resource("pods").name(name));
    if (pod.isEmpty()) {
      return Optional.empty();
    }
    snapshot.addOne(scope);
    snapshot.addAll(scope.resource("services"), "v1", "Service");
    snapshot.addAll(
        ApiPath.group("discovery.k8s.io", "v1").namespace(namespace).resource("endpointslices"),
        "discovery.k8s.io/v1",
        "EndpointSlice");
    snapshot.addAll(ApiPath.kuma().resource("meshes"), "kuma.io/v1alpha1", "Mesh");
    for (var owner : pod.get().path("metadata").path("ownerReferences")) {
      snapshot.addOwner(namespace, owner);
    }
    var node = pod.get().path("spec").path("nodeName").asText("");
    if (KubernetesName.DNS_SUBDOMAIN.matches(node)) {
      snapshot.addOne(ApiPath.core().resource("nodes").name(node));
    }
    return Optional.of(snapshot);
  }

  /** The Pod and the other objects. */
  public List<JsonNode> objects() {
    return List.copyOf(objects);
  }

  /** Messages about objects that could not be read. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** An owner with an invalid name counts as not found. */
  private void addOwner(String namespace, JsonNode owner) throws IOException, InterruptedException {
    var name = owner.path("name").asText();
    if (!KubernetesName.DNS_SUBDOMAIN.matches(name)) {
      return;
    }
    var group = owner.path("apiVersion").asText().replaceFirst("/.*", "");
    switch (group + " " + owner.path("kind").asText()) {
      case "apps ReplicaSet" -> addOne(ApiPath.replicaSets(namespace).name(name));
      case "batch Job" -> addOne(ApiPath.jobs(namespace).name(name));
      default -> {}
    }
  }

  private Optional<JsonNode> addOne(ApiPath path) throws IOException, InterruptedException {
    var found = read(path);
    found.ifPresent(objects::add);
    return found;
  }

  /** Adds {@code apiVersion} and {@code kind}, which the items of a list do not have. */
  private void addAll(ApiPath path, String apiVersion, String kind)
      throws IOException, InterruptedException {
    for (var item : read(path).map(list -> list.path("items")).orElse(MISSING)) {
      if (item instanceof ObjectNode object) {
        objects.add(object.put("apiVersion", apiVersion).put("kind", kind));
      }
    }
  }

  private Optional<JsonNode> read(ApiPath path) throws IOException, InterruptedException {
    var answer = api.get(path);
    if (answer.isSuccess()) {
      return Optional.of(answer.object(FieldFilter.ALL));
    }
    if (answer.status() == FORBIDDEN) {
      notes.add(answer.summary());
    } else if (answer.status() != ApiResponse.NOT_FOUND) {
      throw new IOException(answer.summary());
    }
    return Optional.empty();
  }
}
