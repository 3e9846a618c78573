package io.higuma.cluster.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.cache.ObjectKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;

/** Benchmark cluster: injected Pods in 100 namespaces with two Services each. */
public final class BenchCluster {
  static final int NAMESPACES = 100;
  public static final int SERVICES = 200;
  private static final int PORT = 8080;
  private static final String ACCOUNT = "default";
  private static final int THREADS = 8;
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final Rest rest;
  private final int size;
  private final JsonNode template = template();

  BenchCluster(Rest rest, int size) {
    this.rest = rest;
    this.size = size;
  }

  /** Creates a cluster of {@code size} Pods on this API server. */
  public static BenchCluster on(KubernetesClient client, int size) {
    return new BenchCluster(Rest.of(client), size);
  }

  /** Creates all objects except the Pods. */
  public void prepare() {
    rest.post("/api/v1/nodes", object("Node", "node"));
    together(NAMESPACES, i -> rest.post("/api/v1/namespaces", object("Namespace", namespace(i))));
    together(
        SERVICES,
        i -> {
          rest.post(in("/api/v1", i, "services"), service(app(i)));
          rest.post(in("/apis/apps/v1", i, "replicasets"), owner(app(i)));
        });
  }

  /** Creates a Pod without an IP address. */
  public void create(int i) {
    ObjectNode pod = template.deepCopy();
    ObjectNode metadata = (ObjectNode) pod.path("metadata");
    metadata.remove("generateName");
    metadata.put("name", pod(i).name()).put("namespace", namespace(i));
    ((ObjectNode) metadata.path("labels")).put("app", app(i));
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "apps/v1")
        .put("kind", "ReplicaSet")
        .put("name", app(i))
        .put("uid", "1")
        .put("controller", true);
    ((ObjectNode) pod.path("spec")).put("nodeName", "node").put("serviceAccountName", ACCOUNT);
    rest.post(in("/api/v1", i, "pods"), pod);
  }

  /** Sets the Pod status, as a kubelet does. */
  public void status(int i, boolean ready) {
    rest.patch(path(i) + "/status", status(address(i), ready));
  }

  /** Creates all Pods, which are ready. */
  public void createReady() {
    together(
        size,
        i -> {
          create(i);
          status(i, true);
        });
  }

  /** Creates the service account of the Pods. */
  public void createAccounts() {
    together(
        NAMESPACES,
        i -> rest.post(in("/api/v1", i, "serviceaccounts"), object("ServiceAccount", ACCOUNT)));
  }

  /** A token of the Pod's service account that is bound to the Pod. */
  public String token(int i) {
    String uid = rest.get(path(i)).orElseThrow().at("/metadata/uid").asText();
    String request =
        """
        {"spec":{"expirationSeconds":7200,
         "boundObjectRef":{"apiVersion":"v1","kind":"Pod","name":"%s","uid":"%s"}}}
        """
            .formatted(pod(i).name(), uid);
    return rest.post(
            in("/api/v1", i, "serviceaccounts") + "/" + ACCOUNT + "/token", Rest.json(request))
        .at("/status/token")
        .asText();
  }

  /** The tag of the Pod's Service. */
  public static String service(int i) {
    return "%s_%s_svc_80".formatted(app(i), namespace(i));
  }

  /** The addresses and ports of all Pods of this Pod's Service but one. */
  public Set<String> endpointsWithout(int i, int excluded) {
    return IntStream.range(0, size)
        .filter(each -> each % SERVICES == i % SERVICES && each != excluded)
        .mapToObj(each -> address(each) + ":" + PORT)
        .collect(Collectors.toSet());
  }

  /** Changes the protocol of the Pod's Service. */
  void protocol(int i, String protocol) {
    rest.patch(
        in("/api/v1", i, "services") + "/" + app(i),
        Rest.json(
            "{\"spec\":{\"ports\":[{\"name\":\"http\",\"port\":80,\"targetPort\":8080,"
                + "\"protocol\":\"TCP\",\"appProtocol\":\"%s\"}]}}".formatted(protocol)));
  }

  /** Deletes all Dataplanes. */
  public void deleteDataplanes() {
    together(NAMESPACES, i -> rest.delete(in("/apis/kuma.io/v1alpha1", i, "dataplanes")));
  }

  /** Waits until there are so many Dataplanes. */
  public void awaitDataplanes(int expected) {
    awaitDataplanes(expected, Duration.ofMillis(500));
  }

  /** The same with this time between two requests. */
  public void awaitDataplanes(int expected, Duration pollInterval) {
    Awaitility.await("Dataplanes")
        .atMost(TIMEOUT)
        .pollInterval(pollInterval)
        .until(() -> dataplanes() == expected);
  }

  /** Counted by the API server, to avoid a full list. */
  private long dataplanes() {
    JsonNode first = rest.get("/apis/kuma.io/v1alpha1/dataplanes?limit=1").orElseThrow();
    return first.path("items").size() + first.at("/metadata/remainingItemCount").asLong();
  }

  /** Object key of a Pod and of its Dataplane. */
  public ObjectKey pod(int i) {
    return new ObjectKey(namespace(i), app(i) + "-" + i);
  }

  int size() {
    return size;
  }

  private static String address(int i) {
    return "10.%d.%d.%d".formatted(1 + i / 62500, i / 250 % 250, i % 250 + 1);
  }

  private String path(int i) {
    return in("/api/v1", i, "pods") + "/" + pod(i).name();
  }

  private static String app(int i) {
    return "svc-" + i % SERVICES;
  }

  private static String namespace(int i) {
    return "bench-" + i % NAMESPACES;
  }

  private static String in(String group, int i, String plural) {
    return group + "/namespaces/" + namespace(i) + "/" + plural;
  }

  private static JsonNode service(String app) {
    String text =
        """
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"%1$s"},"spec":{"selector":{"app":"%1$s"},
         "ports":[{"name":"http","port":80,"targetPort":8080,"appProtocol":"http"}]}}
        """
            .formatted(app);
    return Rest.json(text);
  }

  private static JsonNode owner(String app) {
    String text =
        """
        {"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"%1$s","ownerReferences":[
          {"apiVersion":"apps/v1","kind":"Deployment","name":"%1$s","uid":"1","controller":true}]},
         "spec":{"replicas":0,"selector":{"matchLabels":{"app":"%1$s"}},
          "template":{"metadata":{"labels":{"app":"%1$s"}},
           "spec":{"containers":[{"name":"app","image":"app:1"}]}}}}
        """
            .formatted(app);
    return Rest.json(text);
  }

  private static JsonNode status(String address, boolean ready) {
    String text =
        """
        {"status":{"phase":"Running","podIP":"%1$s","podIPs":[{"ip":"%1$s"}],"hostIP":"10.0.0.1",
         "startTime":"2026-01-01T00:00:00Z",
         "conditions":[{"type":"PodScheduled","status":"True"},{"type":"Initialized","status":"True"},
          {"type":"ContainersReady","status":"%3$s"},{"type":"Ready","status":"%3$s"}],
         "initContainerStatuses":[
          {"name":"kuma-init","image":"x","imageID":"x","ready":true,"restartCount":0,
           "state":{"terminated":{"exitCode":0}}},
          {"name":"kuma-sidecar","image":"x","imageID":"x","ready":true,"restartCount":0,
           "started":true,"state":{"running":{"startedAt":"2026-01-01T00:00:00Z"}}}],
         "containerStatuses":[{"name":"app","image":"x","imageID":"x","ready":%2$s,"started":true,
          "restartCount":0,"state":{"running":{"startedAt":"2026-01-01T00:00:00Z"}}}]}}
        """
            .formatted(address, ready, ready ? "True" : "False");
    return Rest.json(text);
  }

  private static ObjectNode object(String kind, String name) {
    ObjectNode object =
        JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", kind);
    object.putObject("metadata").put("name", name);
    return object;
  }

  /** A Pod with one container, as injected by Kuma's webhook. */
  private static JsonNode template() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Objects.requireNonNull(
                        BenchCluster.class.getResourceAsStream("/kuma-2.14/inject.jsonl.gz"))),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(Rest::json)
          .filter(line -> line.path("name").asText().equals("open-default-012"))
          .findFirst()
          .orElseThrow()
          .path("patched");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs an action for 0 to {@code count} - 1 on eight threads. */
  public static void together(int count, IntConsumer action) {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<? extends Future<?>> parts =
          IntStream.range(0, count).mapToObj(i -> threads.submit(() -> action.accept(i))).toList();
      for (Future<?> part : parts) {
        part.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
