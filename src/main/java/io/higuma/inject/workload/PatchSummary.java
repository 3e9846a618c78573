package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.patch.EncodedJson;
import io.higuma.patch.JsonPatch;
import io.higuma.patch.JsonPatch.Operation;
import java.util.ArrayList;
import java.util.List;

/** What a patch changes in a Pod, in words. */
public final class PatchSummary {
  private final JsonNode pod;
  private final List<String> lines = new ArrayList<>();

  private PatchSummary(JsonNode pod) {
    this.pod = pod;
  }

  /**
   * A line for each change, in the order of the patch: {@code + label kuma.io/mesh: default}.
   *
   * @param pod the Pod before
   */
  public static List<String> of(JsonPatch patch, JsonNode pod) {
    var changes = new PatchSummary(pod);
    for (var operation : patch.operations()) {
      switch (operation) {
        case Operation.Add(String path, JsonNode value) -> changes.added(path, value);
        case Operation.AddEncoded(String path, EncodedJson value) ->
            changes.added(path, value.tree());
        case Operation.Replace(String path, JsonNode value) -> changes.replaced(path, value);
        case Operation.Remove(String path) -> changes.lines.add("- " + path);
        case Operation.Move(String from, String path) ->
            changes.lines.add("~ " + from + " moves to " + path);
      }
    }
    return List.copyOf(changes.lines);
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
      lines.add("+ " + what + " " + key + ": " + shown(value));
    } else {
      value
          .properties()
          .forEach(
              entry ->
                  lines.add("+ " + what + " " + entry.getKey() + ": " + shown(entry.getValue())));
    }
  }

  private static String shown(JsonNode value) {
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

  /** The only things that are replaced are probes: {@code /spec/containers/0/livenessProbe}. */
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
