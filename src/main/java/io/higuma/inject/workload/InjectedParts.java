package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes the containers and volumes that injection added. A name alone is no proof, and images,
 * resources and, by ContainerPatches, anything else may differ between injections. So a part is
 * removed if its name and its type match what injection writes. A volume that a container still
 * mounts stays: the Pod would be invalid without it.
 */
final class InjectedParts {
  private static final List<String> LISTS = List.of("containers", "initContainers");
  private static final String VOLUMES = "volumes";

  private final ObjectNode spec;
  private final List<String> warnings;
  private final Set<String> mountedByRemoved = new HashSet<>();

  private InjectedParts(ObjectNode spec, List<String> warnings) {
    this.spec = spec;
    this.warnings = warnings;
  }

  /**
   * Removes them from a Pod's spec, in place.
   *
   * @param warnings receives a sentence for each part with a matching name that stays
   */
  static void removeFrom(ObjectNode spec, List<String> warnings) {
    var parts = new InjectedParts(spec, warnings);
    LISTS.forEach(parts::containers);
    parts.volumes();
  }

  private void containers(String list) {
    if (!(spec.get(list) instanceof ArrayNode containers)) {
      return;
    }
    int before = containers.size();
    containers.removeIf(
        container -> {
          var name = container.path("name").asText();
          if (!InjectedNames.CONTAINERS.contains(name)) {
            return false;
          }
          if (!isKuma(container)) {
            warnings.add("container " + name + " stays: it does not run anything of Kuma");
            return false;
          }
          mounts(container, mountedByRemoved);
          return true;
        });
    if (containers.isEmpty() && before > 0) {
      spec.remove(list);
    }
  }

  private static boolean isKuma(JsonNode container) {
    var image = container.path("image").asText();
    var name = image.substring(image.lastIndexOf('/') + 1);
    return name.contains("kuma")
        || container.at("/command/0").asText().endsWith("kumactl")
        || container.at("/args/0").asText().equals("run")
        || container
            .path("env")
            .valueStream()
            .anyMatch(variable -> variable.path("name").asText().startsWith("KUMA_"));
  }

  private static void mounts(JsonNode container, Set<String> into) {
    container.path("volumeMounts").forEach(mount -> into.add(mount.path("name").asText()));
  }

  private void volumes() {
    if (!(spec.get(VOLUMES) instanceof ArrayNode volumes)) {
      return;
    }
    var mounted = new HashSet<String>();
    for (var list : List.of("containers", "initContainers", "ephemeralContainers")) {
      spec.path(list).forEach(container -> mounts(container, mounted));
    }
    int before = volumes.size();
    volumes.removeIf(volume -> isRemovable(volume, mounted));
    if (volumes.isEmpty() && before > 0) {
      spec.remove(VOLUMES);
    }
  }

  private boolean isRemovable(JsonNode volume, Set<String> mounted) {
    var name = volume.path("name").asText();
    if (!InjectedNames.VOLUMES.containsKey(name)) {
      return false;
    }
    var reasons = new ArrayList<String>();
    if (mounted.contains(name)) {
      reasons.add("a container mounts it");
    } else if (!volume.has(InjectedNames.VOLUMES.get(name))) {
      reasons.add("it is no " + InjectedNames.VOLUMES.get(name));
    } else if (!name.startsWith("kuma-") && !mountedByRemoved.contains(name)) {
      // Other software uses these names too.
      reasons.add("no container of Kuma mounts it");
    }
    reasons.forEach(reason -> warnings.add("volume " + name + " stays: " + reason));
    return reasons.isEmpty();
  }
}
