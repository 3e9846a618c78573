package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A Pod or something that makes Pods.
 *
 * @param apiVersion as it says
 * @param kind as it says
 * @param namespace where it is created
 * @param name its name, or the prefix of its generated name
 * @param pointer where in its document it is, as a JSON pointer
 * @param podPointer where in its document the Pod or its template is
 */
public record Workload(
    String apiVersion,
    String kind,
    String namespace,
    String name,
    String pointer,
    String podPointer) {

  /**
   * The workloads of a document.
   *
   * @param namespace for those that name none
   */
  public static List<Workload> in(JsonNode document, String namespace) {
    var workloads = new ArrayList<Workload>();
    for (var object : DocumentKinds.objects(document)) {
      var json = object.json();
      DocumentKinds.podPointer(json)
          .filter(pointer -> isWritten(json.at(pointer).path("spec")))
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

  /** A spec of a wrong type is for the reader of Pods to refuse. */
  private static boolean isWritten(JsonNode spec) {
    return !spec.isMissingNode() && !spec.isNull();
  }

  /** The text at this place, or another one where there is none. */
  static String text(JsonNode json, String pointer, String otherwise) {
    var text = json.at(pointer).asText("");
    return text.isEmpty() ? otherwise : text;
  }

  /** How people call it: {@code Deployment shop/web}. */
  @Override
  public String toString() {
    return kind + " " + namespace + "/" + name;
  }
}
