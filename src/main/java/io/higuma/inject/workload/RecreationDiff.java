package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.higuma.kuma.Annotations;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Difference between an injected Pod and the same Pod if it were created now. */
final class RecreationDiff {
  private static final List<String> LISTS = List.of("initContainers", "containers");
  private static final List<String> PROBES =
      List.of("livenessProbe", "readinessProbe", "startupProbe");

  private final JsonNode stored;
  private final JsonNode now;
  private final List<String> lines = new ArrayList<>();

  private RecreationDiff(JsonNode stored, JsonNode now) {
    this.stored = stored;
    this.now = now;
  }

  /**
   * Returns a line for each difference in injected parts; other changes in the Pod are ignored.
   *
   * @param stored the Pod as stored in the cluster
   * @param before the Pod before injection
   * @param now the same Pod, injected now
   */
  static List<String> changes(JsonNode stored, JsonNode before, JsonNode now) {
    var diff = new RecreationDiff(stored, now);
    LISTS.forEach(diff::containers);
    diff.volumes();
    diff.metadata("label", "labels", before);
    diff.metadata("annotation", "annotations", before);
    return diff.lines;
  }

  private void containers(String list) {
    var what = list.equals("containers") ? "container " : "init container ";
    for (var name : InjectedNames.CONTAINERS) {
      var previous = named(stored, list, name);
      var current = named(now, list, name);
      if (previous.isMissingNode() != current.isMissingNode()) {
        lines.add((previous.isMissingNode() ? "+ " : "- ") + what + name);
      } else {
        new StoredComparison(what + name + " ", lines).compare(previous, current);
      }
    }
    for (var container : now.path("spec").path(list)) {
      var name = container.path("name").asText();
      var previous = named(stored, list, name);
      if (!InjectedNames.CONTAINERS.contains(name) && !previous.isMissingNode()) {
        for (var probe : PROBES) {
          new StoredComparison(what + name + " /" + probe, lines)
              .compare(previous.path(probe), container.path(probe));
        }
      }
    }
  }

  private void volumes() {
    for (var name : InjectedNames.VOLUMES.keySet()) {
      new StoredComparison("volume " + name + " ", lines)
          .compare(named(stored, "volumes", name), named(now, "volumes", name));
    }
  }

  /** Compares metadata that injection writes now or wrote before. */
  private void metadata(String what, String member, JsonNode before) {
    var own = before.path("metadata").path(member);
    var written = now.path("metadata").path(member);
    var present = stored.path("metadata").path(member);
    var keys = new TreeSet<String>();
    for (var entry : written.properties()) {
      if (!entry.getValue().equals(own.path(entry.getKey()))) {
        keys.add(entry.getKey());
      }
    }
    if (member.equals("annotations")) {
      InjectedNames.annotations()
          .filter(present::has)
          .filter(key -> !own.has(key))
          .forEach(keys::add);
    }
    keys.remove(Annotations.INJECTION);
    for (var key : keys) {
      new StoredComparison(what + " " + key, lines).compare(present.path(key), written.path(key));
    }
  }

  private static JsonNode named(JsonNode pod, String list, String name) {
    for (var element : pod.path("spec").path(list)) {
      if (element.path("name").asText("").equals(name)) {
        return element;
      }
    }
    return MissingNode.getInstance();
  }
}
