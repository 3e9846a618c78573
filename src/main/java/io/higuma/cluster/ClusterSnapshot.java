package io.higuma.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
    var snapshot = new ClusterSnapshot(api);
    var inside = "/namespaces/" + encoded(namespace);
    var pod = snapshot.one("/api/v1" + inside + "/pods/" + encoded(name));
    if (pod.isEmpty()) {
      return Optional.empty();
    }
    snapshot.one("/api/v1" + inside);
    snapshot.all("/api/v1" + inside + "/services", "v1", "Service");
    var slices = "discovery.k8s.io/v1";
    snapshot.all("/apis/" + slices + inside + "/endpointslices", slices, "EndpointSlice");
    snapshot.all("/apis/kuma.io/v1alpha1/meshes", "kuma.io/v1alpha1", "Mesh");
    for (var owner : pod.get().path("metadata").path("ownerReferences")) {
      snapshot.owner(inside, owner);
    }
    var node = pod.get().path("spec").path("nodeName").asText("");
    if (!node.isEmpty()) {
      snapshot.one("/api/v1/nodes/" + encoded(node));
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

  private void owner(String inside, JsonNode owner) throws IOException, InterruptedException {
    var name = encoded(owner.path("name").asText());
    switch (owner.path("kind").asText()) {
      case "ReplicaSet" -> one("/apis/apps/v1" + inside + "/replicasets/" + name);
      case "Job" -> one("/apis/batch/v1" + inside + "/jobs/" + name);
      default -> {}
    }
  }

  private Optional<JsonNode> one(String path) throws IOException, InterruptedException {
    var found = read(path);
    found.ifPresent(objects::add);
    return found;
  }

  /** The items of a list do not say what they are. */
  private void all(String path, String apiVersion, String kind)
      throws IOException, InterruptedException {
    for (var item : read(path).map(list -> list.path("items")).orElse(NOTHING)) {
      if (item instanceof ObjectNode object) {
        objects.add(object.put("apiVersion", apiVersion).put("kind", kind));
      }
    }
  }

  private Optional<JsonNode> read(String path) throws IOException, InterruptedException {
    var answer = api.get(path);
    if (answer.good()) {
      return Optional.of(answer.object(Sieve.ALL));
    }
    if (answer.status() == FORBIDDEN) {
      notes.add(answer.says());
    } else if (answer.status() != ApiAnswer.NOT_FOUND) {
      throw new IOException(answer.says());
    }
    return Optional.empty();
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8);
  }
}
