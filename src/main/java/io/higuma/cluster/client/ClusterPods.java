package io.higuma.cluster.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.higuma.kuma.KubernetesName;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Reads complete Pods and the Pod templates of workloads from the API server, without a cache. */
public final class ClusterPods {
  private static final int PAGE = 250;
  private static final String INSIGHTS = "dataplaneinsights";
  private static final JsonNode MISSING = MissingNode.getInstance();

  private final ApiCalls api;

  /** Maps {@code group/version kind} to {@code plural}; a mapping never changes. */
  private final Map<String, String> plurals =
      new ConcurrentHashMap<>(
          Map.of(
              "apps/v1 ReplicaSet", "replicasets",
              "apps/v1 StatefulSet", "statefulsets",
              "apps/v1 DaemonSet", "daemonsets",
              "apps/v1 Deployment", "deployments",
              "batch/v1 Job", "jobs",
              "v1 ReplicationController", "replicationcontrollers"));

  /** The API server could not be reached or returned an error. */
  public static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1;

    Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Reads through these calls. */
  public ClusterPods(ApiCalls api) {
    this.api = api;
  }

  /**
   * Passes all Pods of a namespace to the consumer, page by page.
   *
   * @param namespace empty for all namespaces
   */
  public void forEach(String namespace, Consumer<JsonNode> consumer) throws Unavailable {
    forEach(ApiPath.core(), "pods", namespace, consumer);
  }

  /**
   * Passes all DataplaneInsights of a namespace to the consumer, page by page; none if the cluster
   * does not have the kind.
   *
   * @param namespace empty for all namespaces
   */
  public void forEachInsight(String namespace, Consumer<JsonNode> consumer) throws Unavailable {
    forEach(ApiPath.kuma(), INSIGHTS, namespace, consumer);
  }

  private void forEach(
      ApiPath group, String resource, String namespace, Consumer<JsonNode> consumer)
      throws Unavailable {
    if (!namespace.isEmpty() && !KubernetesName.DNS_LABEL.matches(namespace)) {
      return;
    }
    var scope = namespace.isEmpty() ? group : group.namespace(namespace);
    var path = scope.resource(resource).with("limit", Integer.toString(PAGE));
    var next = "";
    do {
      var page = get(next.isEmpty() ? path : path.with("continue", next)).orElse(MISSING);
      page.path("items").forEach(consumer);
      next = page.path("metadata").path("continue").asText("");
    } while (!next.isEmpty());
  }

  /** Reads a Pod; empty if it does not exist. */
  public Optional<JsonNode> pod(String namespace, String name) throws Unavailable {
    return areValidNames(namespace, name)
        ? get(ApiPath.core().namespace(namespace).resource("pods").name(name))
        : Optional.empty();
  }

  /** Reads the DataplaneInsight of a Pod; empty if there is none. */
  public Optional<JsonNode> insight(String namespace, String name) throws Unavailable {
    return areValidNames(namespace, name)
        ? get(ApiPath.kuma().namespace(namespace).resource(INSIGHTS).name(name))
        : Optional.empty();
  }

  /** Reads the Pod template of an object; empty if the object or the template does not exist. */
  public Optional<JsonNode> template(String namespace, String apiVersion, String kind, String name)
      throws Unavailable {
    var group = ApiPath.of(apiVersion);
    if (group.isEmpty() || !areValidNames(namespace, name)) {
      return Optional.empty();
    }
    var plural = plural(group.get(), apiVersion, kind);
    return plural.isEmpty()
        ? Optional.empty()
        : get(group.get().namespace(namespace).resource(plural).name(name))
            .map(object -> object.path("spec").path("template"))
            .filter(JsonNode::isObject);
  }

  /** An object with an invalid name cannot exist, so no request is sent. */
  private static boolean areValidNames(String namespace, String name) {
    return KubernetesName.DNS_LABEL.matches(namespace)
        && KubernetesName.DNS_SUBDOMAIN.matches(name);
  }

  private String plural(ApiPath group, String apiVersion, String kind) throws Unavailable {
    var key = apiVersion + " " + kind;
    var known = plurals.get(key);
    if (known != null) {
      return known;
    }
    for (var resource : get(group).map(found -> found.path("resources")).orElse(MISSING)) {
      var name = resource.path("name").asText();
      if (resource.path("kind").asText().equals(kind) && name.indexOf('/') < 0) {
        plurals.put(key, name);
        return name;
      }
    }
    return "";
  }

  /** Reads an object; empty if it does not exist. */
  private Optional<JsonNode> get(ApiPath path) throws Unavailable {
    try {
      var answer = api.get(path);
      if (answer.isSuccess()) {
        return Optional.of(answer.object(FieldFilter.ALL));
      }
      if (answer.status() == ApiResponse.NOT_FOUND) {
        return Optional.empty();
      }
      throw new IOException(answer.summary());
    } catch (IOException e) {
      throw new Unavailable("the Kubernetes API cannot be read: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted", e);
    }
  }
}
