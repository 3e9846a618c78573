package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What kind of object a document is. A kind counts with its group only: others use its name too.
 */
public final class DocumentKinds {
  private static final String TEMPLATE = "/spec/template";
  private static final String LIST = "List";
  private static final String API_VERSION = "apiVersion";

  private DocumentKinds() {}

  /** Where the Pod of this object is, as a JSON pointer; empty where it has none. */
  public static Optional<String> podPointer(JsonNode object) {
    return switch (qualified(object)) {
      case "Pod" -> Optional.of("");
      case "PodTemplate" -> Optional.of("/template");
      case "ReplicationController",
          "Deployment.apps",
          "StatefulSet.apps",
          "DaemonSet.apps",
          "ReplicaSet.apps",
          "Deployment.extensions",
          "DaemonSet.extensions",
          "ReplicaSet.extensions",
          "Job.batch" ->
          Optional.of(TEMPLATE);
      case "CronJob.batch" -> Optional.of("/spec/jobTemplate" + TEMPLATE);
      default -> Optional.empty();
    };
  }

  /** Its kind, and after a dot its group where it has one. */
  public static String qualified(JsonNode object) {
    var version = object.path(API_VERSION).asText("");
    var kind = object.path("kind").asText("");
    int slash = version.indexOf('/');
    return slash < 0 ? kind : kind + "." + version.substring(0, slash);
  }

  /**
   * An object and where it is in its document.
   *
   * @param pointer a JSON pointer; empty for the document itself
   * @param json the object
   */
  public record Placed(String pointer, JsonNode json) {}

  /**
   * The objects of a document: itself, or the items of a list of any kind. The API server leaves
   * kind and version out of the items of a {@code PodList} or the like; they are given here.
   */
  public static List<Placed> objects(JsonNode document) {
    var objects = new ArrayList<Placed>();
    collect(document, "", objects);
    return objects;
  }

  private static void collect(JsonNode object, String pointer, List<Placed> objects) {
    var kind = object.path("kind").asText("");
    if (kind.endsWith(LIST) && object.path("items").isArray()) {
      for (int i = 0; i < object.path("items").size(); i++) {
        var item = named(object.path("items").get(i), kind, object.path(API_VERSION).asText(""));
        collect(item, pointer + "/items/" + i, objects);
      }
    } else {
      objects.add(new Placed(pointer, object));
    }
  }

  private static JsonNode named(JsonNode item, String listKind, String version) {
    if (!(item instanceof ObjectNode object) || listKind.equals(LIST) || item.has("kind")) {
      return item;
    }
    var named =
        object
            .objectNode()
            .put(API_VERSION, version)
            .put("kind", listKind.substring(0, listKind.length() - LIST.length()));
    named.setAll(object);
    return named;
  }
}
