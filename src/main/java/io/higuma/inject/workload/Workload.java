package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A Pod or an object with a Pod template.
 *
 * @param apiVersion its {@code apiVersion}
 * @param kind its {@code kind}
 * @param namespace its namespace
 * @param name its name, or the prefix of its generated name
 * @param pointer JSON pointer to it in its document
 * @param podPointer JSON pointer to the Pod or template in its document
 */
public record Workload(
    String apiVersion,
    String kind,
    String namespace,
    String name,
    String pointer,
    String podPointer) {

  /**
   * Returns the workloads of a document.
   *
   * @param namespace the default namespace
   */
  public static List<Workload> in(JsonNode document, String namespace) {
    var workloads = new ArrayList<Workload>();
    for (var object : DocumentKinds.objects(document)) {
      var json = object.json();
      DocumentKinds.podPointer(json)
          .filter(pointer -> isPresent(json.at(pointer).path("spec")))
          .ifPresent(
              pointer ->
                  workloads.add(
                      new Workload(
                          json.path("apiVersion").asText(),
                          json.path("kind").asText(),
                          text(json, "/metadata/namespace", namespace),
                          text(json, "/metadata/name", text(json, "/metadata/generateName", "?")),
                          object.pointer(),
                          object.pointer() + pointer)));
    }
    return workloads;
  }

  /** Whether there is a spec; {@code PodReader} rejects one of a wrong type. */
  private static boolean isPresent(JsonNode spec) {
    return !spec.isMissingNode() && !spec.isNull();
  }

  /** The text at this JSON pointer, or the default if it is empty or missing. */
  static String text(JsonNode json, String pointer, String defaultValue) {
    var text = json.at(pointer).asText("");
    return text.isEmpty() ? defaultValue : text;
  }

  /** As {@code Deployment shop/web}. */
  @Override
  public String toString() {
    return kind + " " + namespace + "/" + name;
  }
}
