package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * An object of a kind that is not known here, but from which Pods are made: an Argo Rollout, a
 * Knative Service. Its Pods are decided about when a cluster creates them, not before.
 *
 * @param apiVersion as it says
 * @param kind as it says
 * @param namespace where it is created
 * @param name its name, or the prefix of its generated name
 * @param templates where its Pod templates are, such as {@code spec.template}; never empty
 */
public record ForeignWorkload(
    String apiVersion, String kind, String namespace, String name, List<String> templates) {

  /** Copies the list. */
  public ForeignWorkload {
    templates = List.copyOf(templates);
  }

  /**
   * Those of a document.
   *
   * @param namespace for those that name none
   */
  public static List<ForeignWorkload> in(JsonNode document, String namespace) {
    var found = new ArrayList<ForeignWorkload>();
    for (var object : DocumentKinds.objects(document)) {
      var json = object.json();
      var templates =
          DocumentKinds.podPointer(json).isPresent() ? List.<String>of() : templates(json);
      if (!templates.isEmpty()) {
        found.add(
            new ForeignWorkload(
                json.path("apiVersion").asText(),
                json.path("kind").asText(),
                Workload.text(json, "/metadata/namespace", namespace),
                Workload.text(
                    json, "/metadata/name", Workload.text(json, "/metadata/generateName", "?")),
                templates));
      }
    }
    return found;
  }

  private static List<String> templates(JsonNode object) {
    return TemplateSearch.makesNoPods(object) ? List.of() : TemplateSearch.in(object);
  }

  /** Why nothing is injected, for people. */
  public String sentence() {
    var are = templates.size() == 1 ? " is a Pod template" : " are Pod templates";
    return String.join(", ", templates)
        + are
        + ", but nothing is injected there: Higuma does not know the kind "
        + kind
        + " of "
        + apiVersion
        + "; the webhook decides about its Pods when a cluster creates them";
  }

  /** How people call it: {@code Rollout shop/web}. */
  @Override
  public String toString() {
    return kind + " " + namespace + "/" + name;
  }
}
