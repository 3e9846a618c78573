package io.higuma.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Injected Pods of one Service, with a status as set by a kubelet. */
final class Fleet {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String NODE = "fleet";
  private static final String SERVICE =
      """
      {"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},
       "spec":{"selector":{"app":"web"},
        "ports":[{"name":"http","port":80,"targetPort":8080,"appProtocol":"http"}]}}
      """;

  private final Rest rest;
  private final String namespace;
  private final int size;

  private Fleet(Rest rest, String namespace, int size) {
    this.rest = rest;
    this.namespace = namespace;
    this.size = size;
  }

  /** Creates {@code size} ready Pods in a new namespace. */
  static Fleet create(Rest rest, String namespace, int size) {
    Fleet fleet = new Fleet(rest, namespace, size);
    rest.post("/api/v1/namespaces", object("Namespace", namespace));
    if (rest.get("/api/v1/nodes/" + NODE).isEmpty()) {
      rest.post("/api/v1/nodes", object("Node", NODE));
    }
    rest.post(fleet.all("services"), Rest.json(SERVICE));
    fleet.each(fleet::recreate);
    return fleet;
  }

  /** Creates one ready Pod. */
  void recreate(int i) {
    rest.post(all("pods"), podNamed(name(i)));
    ready(i, true);
  }

  /** Sets the readiness of all Pods; retries until the API server accepts it. */
  void allReady(boolean ready) {
    each(i -> ready(i, ready));
  }

  /** Sets the readiness of one Pod; retries until the API server accepts it. */
  void ready(int i, boolean ready) {
    String address = "10.1.%d.%d".formatted(i / 250, i % 250 + 1);
    JsonNode status = status(address, ready);
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .ignoreExceptions()
        .atMost(LIMIT)
        .until(() -> rest.patch(pod(i) + "/status", status).isObject());
  }

  /** Runs an action for every Pod on four threads. */
  void each(IntConsumer action) {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      IntStream.range(0, size)
          .mapToObj(i -> threads.submit(() -> action.accept(i)))
          .toList()
          .forEach(Fleet::finish);
    }
  }

  /** Waits until every Pod has the correct Dataplane and no other Dataplane exists. */
  void awaitRight() {
    awaitRight(LIMIT);
  }

  void awaitRight(Duration limit) {
    Awaitility.await("Dataplanes")
        .atMost(limit)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(wrong()).isEmpty());
  }

  /** Differences from the desired state. */
  List<String> wrong() {
    Map<String, JsonNode> dataplanes = new TreeMap<>();
    rest.get("/apis/kuma.io/v1alpha1/namespaces/" + namespace + "/dataplanes")
        .orElseThrow()
        .path("items")
        .forEach(item -> dataplanes.put(item.path("metadata").path("name").asText(), item));
    List<String> wrong = new ArrayList<>();
    for (JsonNode pod : rest.get(all("pods")).orElseThrow().path("items")) {
      String name = pod.path("metadata").path("name").asText();
      JsonNode dataplane = dataplanes.remove(name);
      if (dataplane == null) {
        wrong.add(name + " has no Dataplane");
      } else if (!expected(pod).equals(found(dataplane))) {
        wrong.add(name + ": " + found(dataplane) + " instead of " + expected(pod));
      }
    }
    dataplanes.keySet().forEach(name -> wrong.add(name + " is no Pod"));
    return wrong;
  }

  private static String expected(JsonNode pod) {
    boolean ready =
        pod.path("status").path("containerStatuses").path(0).path("ready").asBoolean()
            && !pod.path("metadata").has("deletionTimestamp");
    return String.join(
        " ",
        pod.path("metadata").path("uid").asText(),
        pod.path("status").path("podIP").asText(),
        "8080",
        ready ? "Ready" : "NotReady");
  }

  private static String found(JsonNode dataplane) {
    JsonNode networking = dataplane.path("spec").path("networking");
    JsonNode inbound = networking.path("inbound").path(0);
    return String.join(
        " ",
        dataplane.path("metadata").path("ownerReferences").path(0).path("uid").asText(),
        networking.path("address").asText(),
        inbound.path("port").asText(),
        inbound.path("state").asText("Ready"));
  }

  private static void finish(java.util.concurrent.Future<?> part) {
    try {
      part.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode podNamed(String name) {
    String text =
        """
        {"apiVersion":"v1","kind":"Pod",
         "metadata":{"name":"%s","labels":{"app":"web","version":"v1"},
          "annotations":{"kuma.io/sidecar-injected":"true","kuma.io/transparent-proxying":"enabled",
           "kuma.io/transparent-proxying-inbound-port":"15006",
           "kuma.io/transparent-proxying-outbound-port":"15001",
           "kuma.io/transparent-proxying-ip-family-mode":"ipv4",
           "kuma.io/envoy-admin-port":"9901"}},
         "spec":{"nodeName":"%s","automountServiceAccountToken":false,
          "initContainers":[{"name":"kuma-sidecar","image":"kuma-dp:1","restartPolicy":"Always"}],
          "containers":[{"name":"app","image":"app:1","ports":[{"containerPort":8080}]}]}}
        """
            .formatted(name, NODE);
    return Rest.json(text);
  }

  private static JsonNode status(String address, boolean ready) {
    String text =
        """
        {"status":{"phase":"Running","podIP":"%1$s","podIPs":[{"ip":"%1$s"}],
         "conditions":[{"type":"Ready","status":"%3$s"}],
         "initContainerStatuses":[{"name":"kuma-sidecar","image":"x","imageID":"x","ready":true,
          "restartCount":0,"state":{"running":{}}}],
         "containerStatuses":[{"name":"app","image":"x","imageID":"x","ready":%2$s,
          "restartCount":0,"state":{"running":{}}}]}}
        """
            .formatted(address, ready, ready ? "True" : "False");
    return Rest.json(text);
  }

  private static ObjectNode object(String kind, String name) {
    ObjectNode object = NODES.objectNode().put("apiVersion", "v1").put("kind", kind);
    object.putObject("metadata").put("name", name);
    return object;
  }

  String namespace() {
    return namespace;
  }

  String pod(int i) {
    return all("pods") + "/" + name(i);
  }

  String dataplane(int i) {
    return "/apis/kuma.io/v1alpha1/namespaces/" + namespace + "/dataplanes/" + name(i);
  }

  static String name(int i) {
    return "web-" + i;
  }

  private String all(String plural) {
    return "/api/v1/namespaces/" + namespace + "/" + plural;
  }
}
