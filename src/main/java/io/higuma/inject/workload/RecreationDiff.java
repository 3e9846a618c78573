package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.higuma.kuma.Annotations;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What would be otherwise if an injected Pod were created now. */
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
   * A line for each difference in what injection makes; what others may have changed in the Pod
   * does not count.
   *
   * @param stored the Pod as it is in the cluster
   * @param before what it would be created from
   * @param now the same injected
   */
  static List<String> changes(JsonNode stored, JsonNode before, JsonNode now) {
    var renewal = new RecreationDiff(stored, now);
    LISTS.forEach(renewal::containers);
    renewal.volumes();
    renewal.metadata("label", "labels", before);
    renewal.metadata("annotation", "annotations", before);
    return renewal.lines;
  }

  private void containers(String list) {
    var what = list.equals("containers") ? "container " : "init container ";
    for (var name : InjectedNames.CONTAINERS) {
      var old = named(stored, list, name);
      var fresh = named(now, list, name);
      if (old.isMissingNode() != fresh.isMissingNode()) {
        lines.add((old.isMissingNode() ? "+ " : "- ") + what + name);
      } else {
        new StoredComparison(what + name + " ", lines).compare(old, fresh);
      }
    }
    for (var container : now.path("spec").path(list)) {
      var name = container.path("name").asText();
      var old = named(stored, list, name);
      if (!InjectedNames.CONTAINERS.contains(name) && !old.isMissingNode()) {
        for (var probe : PROBES) {
          new StoredComparison(what + name + " /" + probe, lines)
              .compare(old.path(probe), container.path(probe));
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

  /** What injection writes now, and what it wrote and does not any more. */
  private void metadata(String what, String member, JsonNode before) {
    var own = before.path("metadata").path(member);
    var written = now.path("metadata").path(member);
    var there = stored.path("metadata").path(member);
    var keys = new TreeSet<String>();
    for (var entry : written.properties()) {
      if (!entry.getValue().equals(own.path(entry.getKey()))) {
        keys.add(entry.getKey());
      }
    }
    if (member.equals("annotations")) {
      InjectedNames.annotations()
          .filter(there::has)
          .filter(key -> !own.has(key))
          .forEach(keys::add);
    }
    keys.remove(Annotations.INJECTION);
    for (var key : keys) {
      new StoredComparison(what + " " + key, lines).compare(there.path(key), written.path(key));
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
