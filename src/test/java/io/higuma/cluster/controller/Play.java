package io.higuma.cluster.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs one scenario of the vectors in its own namespace. */
record Play(Rest rest, JsonNode scenario) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  String namespace() {
    return scenario.path("namespace").asText();
  }

  String name() {
    return scenario.path("name").asText();
  }

  /** Creates the initial objects: related objects, the Pod, and its status. */
  void begin() {
    ObjectNode namespace = object("v1", "Namespace", namespace());
    ((ObjectNode) namespace.path("metadata"))
        .putObject("labels")
        .put("kuma.io/sidecar-injection", "enabled");
    rest.post("/api/v1/namespaces", namespace);
    Map<String, String> uids = new HashMap<>();
    for (JsonNode owner : scenario.path("owners")) {
      String path = owner.path("kind").asText().equals("Job") ? "/apis/batch/v1" : "/apis/apps/v1";
      JsonNode made = rest.post(in(path, plural(owner)), owner);
      uids.put(owner.path("kind").asText(), uid(made));
    }
    scenario.path("services").forEach(service -> rest.post(in("/api/v1", "services"), service));
    JsonNode pod = rest.post(in("/api/v1", "pods"), pod(uids));
    scenario
        .path("endpointSlices")
        .forEach(
            slice ->
                rest.post(
                    in("/apis/discovery.k8s.io/v1", "endpointslices"), slice(slice, uid(pod))));
    ObjectNode status = NODES.objectNode();
    status.set("status", scenario.path("pod").path("status"));
    rest.patch(podPath() + "/status", status);
  }

  /** Deletes the Pod if it is terminating in the scenario. */
  void goOn() {
    if (scenario.path("terminating").asBoolean()) {
      rest.delete(podPath());
    }
  }

  /** Removes the finalizer and deletes the Pod. */
  void end() {
    ObjectNode patch = NODES.objectNode();
    patch.putObject("metadata").putNull("finalizers");
    rest.patch(podPath(), patch);
    if (!scenario.path("terminating").asBoolean()) {
      rest.kill(podPath());
    }
  }

  /** Differences from the recording; null if there are none. */
  @Nullable String wrong() {
    Optional<JsonNode> found =
        rest.get(in("/apis/kuma.io/v1alpha1", "dataplanes") + "/" + podName());
    JsonNode expected = scenario.path("dataplane");
    if (expected.isMissingNode() != found.isEmpty()) {
      return name() + ": " + (found.isEmpty() ? "no Dataplane" : "a Dataplane " + found.get());
    }
    if (found.isPresent() && !expected.equals(comparable(found.get()))) {
      return name() + differences(expected, comparable(found.get()));
    }
    // In one recording Kuma's cache was outdated; this is unrelated to the Pod.
    boolean race = scenario.path("message").asText().endsWith("already exists");
    if (!race && scenario.path("failed").asBoolean() != failed()) {
      return name() + ": failed events: " + failed();
    }
    return null;
  }

  private boolean failed() {
    JsonNode events = rest.get(in("/apis/events.k8s.io/v1", "events")).orElseThrow();
    for (JsonNode event : events.path("items")) {
      if (event.path("reason").asText().equals("FailedToGenerateKumaDataplane")) {
        return true;
      }
    }
    return false;
  }

  private static String differences(JsonNode expected, JsonNode found) {
    StringBuilder differences = new StringBuilder();
    for (String field : List.of("annotations", "labels", "mesh", "ownerReferences", "spec")) {
      if (!expected.path(field).equals(found.path(field))) {
        differences.append("\n  ").append(field).append(" expected ").append(expected.path(field));
        differences.append("\n  ").append(field).append(" found    ").append(found.path(field));
      }
    }
    return differences.toString();
  }

  private static JsonNode comparable(JsonNode dataplane) {
    ObjectNode result = NODES.objectNode();
    result.set("annotations", dataplane.path("metadata").path("annotations"));
    result.set("labels", dataplane.path("metadata").path("labels"));
    result.set("mesh", dataplane.path("mesh"));
    var owners = result.putArray("ownerReferences");
    for (JsonNode owner : dataplane.path("metadata").path("ownerReferences")) {
      ObjectNode copy = owner.deepCopy();
      copy.remove("uid");
      owners.add(copy);
    }
    result.set("spec", dataplane.path("spec"));
    return result;
  }

  private ObjectNode pod(Map<String, String> uids) {
    ObjectNode pod = scenario.path("pod").deepCopy();
    pod.remove("status");
    ObjectNode metadata = (ObjectNode) pod.path("metadata");
    metadata.putArray("finalizers").add("test.example/hold");
    JsonNode owner = scenario.path("owners").path(0);
    if (owner.isObject()) {
      metadata
          .putArray("ownerReferences")
          .addObject()
          .put("apiVersion", owner.path("apiVersion").asText())
          .put("kind", owner.path("kind").asText())
          .put("name", owner.path("metadata").path("name").asText())
          .put("uid", uids.get(owner.path("kind").asText()))
          .put("controller", true);
    }
    return pod;
  }

  private ObjectNode slice(JsonNode slice, String podUid) {
    String service = slice.path("service").asText();
    ObjectNode object = object("discovery.k8s.io/v1", "EndpointSlice", service + "-1");
    ((ObjectNode) object.path("metadata"))
        .putObject("labels")
        .put("kubernetes.io/service-name", service);
    object.put("addressType", "IPv4").set("ports", slice.path("ports"));
    ObjectNode endpoint = object.putArray("endpoints").addObject();
    endpoint.putArray("addresses").add("10.9.9.9");
    endpoint
        .putObject("targetRef")
        .put("kind", "Pod")
        .put("name", podName())
        .put("namespace", namespace())
        .put("uid", podUid);
    return object;
  }

  private static ObjectNode object(String version, String kind, String name) {
    ObjectNode object = NODES.objectNode().put("apiVersion", version).put("kind", kind);
    object.putObject("metadata").put("name", name);
    return object;
  }

  private static String plural(JsonNode owner) {
    return owner.path("kind").asText().equals("Job") ? "jobs" : "replicasets";
  }

  private static String uid(JsonNode object) {
    return object.path("metadata").path("uid").asText();
  }

  private String podName() {
    return scenario.path("pod").path("metadata").path("name").asText();
  }

  private String podPath() {
    return in("/api/v1", "pods") + "/" + podName();
  }

  private String in(String group, String plural) {
    return group + "/namespaces/" + namespace() + "/" + plural;
  }
}
