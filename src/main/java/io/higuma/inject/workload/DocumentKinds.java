package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds Kubernetes objects in documents and their Pod templates by group and kind. The group is
 * required: CRDs reuse kinds.
 */
public final class DocumentKinds {
  private static final String TEMPLATE = "/spec/template";
  private static final String LIST = "List";
  private static final String API_VERSION = "apiVersion";

  private DocumentKinds() {}

  /** JSON pointer to the Pod or Pod template of this object; empty if it has none. */
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

  /** Its kind, followed by a dot and its group unless the group is empty. */
  public static String qualified(JsonNode object) {
    var version = object.path(API_VERSION).asText("");
    var kind = object.path("kind").asText("");
    int slash = version.indexOf('/');
    return slash < 0 ? kind : kind + "." + version.substring(0, slash);
  }

  /**
   * An object and its location in the document.
   *
   * @param pointer a JSON pointer; empty for the document itself
   * @param json the object
   */
  public record Placed(String pointer, JsonNode json) {}

  /**
   * Returns the objects of a document: itself, or the items of a list of any kind. The API server
   * omits {@code kind} and {@code apiVersion} in items of typed lists such as {@code PodList}; they
   * are added here.
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
        var item = withKind(object.path("items").get(i), kind, object.path(API_VERSION).asText(""));
        collect(item, pointer + "/items/" + i, objects);
      }
    } else {
      objects.add(new Placed(pointer, object));
    }
  }

  private static JsonNode withKind(JsonNode item, String listKind, String version) {
    if (!(item instanceof ObjectNode object) || listKind.equals(LIST) || item.has("kind")) {
      return item;
    }
    var result =
        object
            .objectNode()
            .put(API_VERSION, version)
            .put("kind", listKind.substring(0, listKind.length() - LIST.length()));
    result.setAll(object);
    return result;
  }
}
