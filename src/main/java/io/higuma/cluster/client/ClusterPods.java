package io.higuma.cluster.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.higuma.kuma.KubernetesName;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The Pods of the cluster, whole, and what they are created from, asked for one by one. */
public final class ClusterPods {
  private static final int PAGE = 250;
  private static final JsonNode NOTHING = MissingNode.getInstance();

  private final ApiCalls api;

  /** The paths of kinds, {@code group/version kind} to {@code plural}; they do not change. */
  private final Map<String, String> plurals =
      new ConcurrentHashMap<>(
          Map.of(
              "apps/v1 ReplicaSet", "replicasets",
              "apps/v1 StatefulSet", "statefulsets",
              "apps/v1 DaemonSet", "daemonsets",
              "apps/v1 Deployment", "deployments",
              "batch/v1 Job", "jobs",
              "v1 ReplicationController", "replicationcontrollers"));

  /** The API server could not be asked. */
  public static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1;

    Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Asks the API server of these calls. */
  public ClusterPods(ApiCalls api) {
    this.api = api;
  }

  /**
   * Tells about all Pods of a namespace, page by page.
   *
   * @param namespace empty for all
   */
  public void forEach(String namespace, Consumer<JsonNode> consumer) throws Unavailable {
    if (!namespace.isEmpty() && !KubernetesName.DNS_LABEL.matches(namespace)) {
      return;
    }
    var where = namespace.isEmpty() ? ApiPath.core() : ApiPath.core().namespace(namespace);
    var path = where.resource("pods").with("limit", Integer.toString(PAGE));
    var next = "";
    do {
      var page = get(next.isEmpty() ? path : path.with("continue", next)).orElse(NOTHING);
      page.path("items").forEach(consumer);
      next = page.path("metadata").path("continue").asText("");
    } while (!next.isEmpty());
  }

  /** A Pod; empty where there is none of this name. */
  public Optional<JsonNode> pod(String namespace, String name) throws Unavailable {
    return areNames(namespace, name)
        ? get(ApiPath.core().namespace(namespace).resource("pods").name(name))
        : Optional.empty();
  }

  /** The Pod template of an object; empty where it is not there or has none. */
  public Optional<JsonNode> template(String namespace, String apiVersion, String kind, String name)
      throws Unavailable {
    var group = ApiPath.of(apiVersion);
    if (group.isEmpty() || !areNames(namespace, name)) {
      return Optional.empty();
    }
    var plural = plural(group.get(), apiVersion, kind);
    return plural.isEmpty()
        ? Optional.empty()
        : get(group.get().namespace(namespace).resource(plural).name(name))
            .map(object -> object.path("spec").path("template"))
            .filter(JsonNode::isObject);
  }

  /** There is no object whose name cannot be one, so the API server is not asked for it. */
  private static boolean areNames(String namespace, String name) {
    return KubernetesName.DNS_LABEL.matches(namespace)
        && KubernetesName.DNS_SUBDOMAIN.matches(name);
  }

  private String plural(ApiPath group, String apiVersion, String kind) throws Unavailable {
    var key = apiVersion + " " + kind;
    var known = plurals.get(key);
    if (known != null) {
      return known;
    }
    for (var resource : get(group).map(found -> found.path("resources")).orElse(NOTHING)) {
      var name = resource.path("name").asText();
      if (resource.path("kind").asText().equals(kind) && name.indexOf('/') < 0) {
        plurals.put(key, name);
        return name;
      }
    }
    return "";
  }

  /** The object there; empty where there is none. */
  private Optional<JsonNode> get(ApiPath path) throws Unavailable {
    try {
      var answer = api.get(path);
      if (answer.good()) {
        return Optional.of(answer.object(FieldFilter.ALL));
      }
      if (answer.status() == ApiResponse.NOT_FOUND) {
        return Optional.empty();
      }
      throw new IOException(answer.says());
    } catch (IOException e) {
      throw new Unavailable("the Kubernetes API cannot be asked: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted", e);
    }
  }
}
