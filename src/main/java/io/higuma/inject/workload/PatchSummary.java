package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.patch.EncodedJson;
import io.higuma.patch.JsonPatch;
import io.higuma.patch.JsonPatch.Operation;
import java.util.ArrayList;
import java.util.List;

/** Summary of a JSON patch on a Pod, one line per change. */
public final class PatchSummary {
  private final JsonNode pod;
  private final List<String> lines = new ArrayList<>();

  private PatchSummary(JsonNode pod) {
    this.pod = pod;
  }

  /**
   * Returns a line for each change, in patch order, such as {@code + label kuma.io/mesh: default}.
   *
   * @param pod the Pod before the patch
   */
  public static List<String> of(JsonPatch patch, JsonNode pod) {
    var summary = new PatchSummary(pod);
    for (var operation : patch.operations()) {
      switch (operation) {
        case Operation.Add(String path, JsonNode value) -> summary.added(path, value);
        case Operation.AddEncoded(String path, EncodedJson value) ->
            summary.added(path, value.tree());
        case Operation.Replace(String path, JsonNode value) -> summary.replaced(path, value);
        case Operation.Remove(String path) -> summary.lines.add("- " + path);
        case Operation.Move(String from, String path) ->
            summary.lines.add("~ " + from + " moves to " + path);
      }
    }
    return List.copyOf(summary.lines);
  }

  private void added(String path, JsonNode value) {
    if (path.equals("/metadata") || path.equals("/spec")) {
      return;
    }
    var parts = path.split("/", 4);
    var list = parts.length > 2 ? parts[2] : "";
    switch (list) {
      case "labels" -> entries("label", parts, value);
      case "annotations" -> entries("annotation", parts, value);
      case "containers" -> elements("container", value);
      case "initContainers" -> elements("init container", value);
      case "volumes" -> elements("volume", value);
      default -> lines.add("+ " + path);
    }
  }

  private void entries(String what, String[] parts, JsonNode value) {
    if (parts.length > 3) {
      var key = parts[3].replace("~1", "/").replace("~0", "~");
      lines.add("+ " + what + " " + key + ": " + display(value));
    } else {
      value
          .properties()
          .forEach(
              entry ->
                  lines.add("+ " + what + " " + entry.getKey() + ": " + display(entry.getValue())));
    }
  }

  private static String display(JsonNode value) {
    var text = value.asText();
    return text.indexOf('\n') < 0 ? text : text.lines().count() + " lines";
  }

  private void elements(String what, JsonNode value) {
    if (value.isArray()) {
      value.forEach(element -> elements(what, element));
      return;
    }
    var image = value.path("image").asText("");
    lines.add(
        "+ " + what + " " + value.path("name").asText() + (image.isEmpty() ? "" : ", " + image));
  }

  /** Injection replaces only probes, such as {@code /spec/containers/0/livenessProbe}. */
  private void replaced(String path, JsonNode value) {
    int slash = path.lastIndexOf('/');
    var container = pod.at(path.substring(0, slash)).path("name").asText();
    lines.add(
        "~ "
            + path.substring(slash + 1)
            + " of container "
            + container
            + ": GET "
            + value.at("/httpGet/path").asText()
            + " on port "
            + value.at("/httpGet/port").asText());
  }
}
