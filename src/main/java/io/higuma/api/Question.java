package io.higuma.api;

import static io.higuma.kuma.KubernetesName.DNS_LABEL;
import static io.higuma.kuma.KubernetesName.DNS_SUBDOMAIN;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.inject.workload.Workload;
import io.higuma.kuma.NameChecks;
import io.higuma.kuma.Violation;
import java.util.List;

/** What a request is about. */
sealed interface Question {

  /**
   * Pods or things that make Pods, which came along.
   *
   * @param document one, or a list of them
   * @param namespace for those that name none
   */
  record Brought(JsonNode document, String namespace) implements Question {}

  /** One of the cluster. */
  record Live(String apiVersion, String kind, String namespace, String name) implements Question {
    private List<Violation> violations() {
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
   * Reads the body of a request.
   *
   * @param namespace for what names none
   * @throws ProblemException where it is no question, or names something by what cannot be a name
   */
  static Question read(String body, String namespace) {
    ProblemException.ofAny(new NameChecks().add(DNS_LABEL, "namespace", namespace).violations());
    var json = PatchBody.json(body);
    if (json.path("spec").isObject() || json.path("items").isArray()) {
      var document = asPod(json);
      if (Workload.in(document, namespace).isEmpty()) {
        throw new ProblemException(
            Problem.Kind.BAD_REQUEST, "the body is neither a Pod nor something that makes Pods");
      }
      return new Brought(document, namespace);
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
    var live = new Live(version, kind, json.path("namespace").asText(namespace), name);
    ProblemException.ofAny(live.violations());
    return live;
  }

  /** The template of a workload says no kind. */
  private static JsonNode asPod(JsonNode json) {
    boolean template =
        json.path("kind").asText("").isEmpty() && json.path("spec").path("containers").isArray();
    return template && json instanceof ObjectNode object
        ? object.deepCopy().put("apiVersion", "v1").put("kind", "Pod")
        : json;
  }
}
