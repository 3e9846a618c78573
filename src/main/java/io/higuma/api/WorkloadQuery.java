package io.higuma.api;

import static io.higuma.kuma.KubernetesName.DNS_LABEL;
import static io.higuma.kuma.KubernetesName.DNS_SUBDOMAIN;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.inject.workload.Workload;
import io.higuma.kuma.NameChecks;
import io.higuma.kuma.Violation;
import java.util.List;

/**
 * Target of an explain or preview request: objects in the request body, or an object of the
 * cluster.
 */
public sealed interface WorkloadQuery {

  /**
   * Pods or workloads in the request body.
   *
   * @param document one object, or a list
   * @param namespace the namespace of objects that name none
   */
  record InBody(JsonNode document, String namespace) implements WorkloadQuery {}

  /** Reference to a Pod or workload of the cluster. */
  record InCluster(String apiVersion, String kind, String namespace, String name)
      implements WorkloadQuery {
    /** The invalid names in it. */
    public List<Violation> violations() {
      var checks =
          new NameChecks().add(DNS_LABEL, "namespace", namespace).add(DNS_SUBDOMAIN, "name", name);
      int slash = apiVersion.indexOf('/');
      if (slash >= 0) {
        checks.add(DNS_SUBDOMAIN, "apiVersion", apiVersion.substring(0, slash));
      }
      return checks.add(DNS_LABEL, "apiVersion", apiVersion.substring(slash + 1)).violations();
    }
  }

  /**
   * Parses a request body.
   *
   * @param namespace the namespace if the body names none
   * @throws ProblemException if the body is invalid, or has an invalid name
   */
  static WorkloadQuery read(String body, String namespace) {
    ProblemException.throwIfAny(
        new NameChecks().add(DNS_LABEL, "namespace", namespace).violations());
    var json = PatchBody.json(body);
    var document = asPod(json);
    if (!Workload.in(document, namespace).isEmpty()) {
      return new InBody(document, namespace);
    }
    if (json.path("spec").isObject() || json.path("items").isArray()) {
      throw new ProblemException(
          Problem.Kind.BAD_REQUEST, "the body is neither a Pod nor a workload");
    }
    var kind = json.path("kind").asText("Pod");
    var version = json.path("apiVersion").asText(kind.equals("Pod") ? "v1" : "");
    var name = json.path("name").asText("");
    if (name.isEmpty() || version.isEmpty()) {
      throw new ProblemException(
          Problem.Kind.BAD_REQUEST,
          "send a Pod, a workload, or {\"namespace\": …, \"name\": …} of one in the cluster (with"
              + " \"apiVersion\" and \"kind\" if it is no Pod)");
    }
    var reference = new InCluster(version, kind, json.path("namespace").asText(namespace), name);
    ProblemException.throwIfAny(reference.violations());
    return reference;
  }

  /** Adds the kind, which the template of a workload lacks. */
  private static JsonNode asPod(JsonNode json) {
    boolean template =
        json.path("kind").asText("").isEmpty() && json.path("spec").path("containers").isArray();
    return template && json instanceof ObjectNode object
        ? object.deepCopy().put("apiVersion", "v1").put("kind", "Pod")
        : json;
  }
}
