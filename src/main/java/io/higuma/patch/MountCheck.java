package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds volume mounts that the API server rejects. The existence of the volume depends on the Pod
 * and is not checked.
 */
final class MountCheck {
  private static final String MOUNTS = "volumeMounts";

  private final List<ContainerDefect> defects;

  private MountCheck(List<ContainerDefect> defects) {
    this.defects = defects;
  }

  static void of(ObjectNode container, List<ContainerDefect> defects) {
    var check = new MountCheck(defects);
    var paths = new HashSet<String>();
    boolean privileged = container.path("securityContext").path("privileged").asBoolean();
    int index = 0;
    for (var mount : container.path(MOUNTS)) {
      var at = PatchPointer.of(MOUNTS, String.valueOf(index++));
      check.path(mount.path("mountPath").asText(""), paths, at.child("mountPath"));
      check.subPaths(mount, at);
      if (!privileged && mount.path("mountPropagation").asText("").equals("Bidirectional")) {
        check.defect(at.child("mountPropagation"), "only a privileged container can have it");
      }
      if (mount.path("recursiveReadOnly").asText("").equals("Enabled")
          && !mount.path("readOnly").asBoolean()) {
        check.defect(at.child("recursiveReadOnly"), "readOnly is not true");
      }
    }
  }

  private void path(String path, Set<String> paths, PatchPointer at) {
    if (path.isEmpty()) {
      defect(at, "the path is empty");
    } else if (!paths.add(path)) {
      defect(at, "something else is mounted at " + QuotedValue.quote(path));
    }
  }

  private void subPaths(JsonNode mount, PatchPointer at) {
    for (var field : List.of("subPath", "subPathExpr")) {
      var path = mount.path(field).asText("");
      if (path.startsWith("/") || Arrays.asList(path.split("/", -1)).contains("..")) {
        defect(at.child(field), "it must be a relative path without ..");
      }
    }
    if (!mount.path("subPath").asText("").isEmpty()
        && !mount.path("subPathExpr").asText("").isEmpty()) {
      defect(at.child("subPathExpr"), "subPath is set too");
    }
  }

  private void defect(PatchPointer at, String message) {
    defects.add(ContainerDefect.semantic(at, message));
  }
}
