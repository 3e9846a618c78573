package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * An object of an unknown kind with Pod templates, such as an Argo Rollout or a Knative Service. It
 * is not injected offline; the webhook injects its Pods on creation.
 *
 * @param apiVersion its {@code apiVersion}
 * @param kind its {@code kind}
 * @param namespace its namespace
 * @param name its name, or the prefix of its generated name
 * @param templates paths of its Pod templates, such as {@code spec.template}; never empty
 */
public record ForeignWorkload(
    String apiVersion, String kind, String namespace, String name, List<String> templates) {

  /** Copies the list. */
  public ForeignWorkload {
    templates = List.copyOf(templates);
  }

  /**
   * Returns the foreign workloads of a document.
   *
   * @param namespace the default namespace
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

  /** Why nothing is injected, as a sentence. */
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

  /** As {@code Rollout shop/web}. */
  @Override
  public String toString() {
    return kind + " " + namespace + "/" + name;
  }
}
