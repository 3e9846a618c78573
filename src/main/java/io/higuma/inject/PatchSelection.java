package io.higuma.inject;

import io.higuma.inject.Trace.Stage;
import io.higuma.inject.Trace.Verdict;
import io.higuma.kuma.Annotations;
import io.higuma.patch.NamedPatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Resolves the ContainerPatches that a Pod names or gets by default.
 *
 * @param pod the Pod
 * @param namespace its namespace
 * @param notes collects the trace and violations
 */
record PatchSelection(AdmittedPod pod, String namespace, DecisionNotes notes) {
  private static final String KEY = Annotations.CONTAINER_PATCHES.name();

  /**
   * Returns the patches in order. A missing patch, or one that this namespace may not use, rejects
   * the Pod, even if it only changes a container that the Pod does not get. All of them are
   * reported at once.
   */
  List<NamedPatch> of(List<String> names, Surroundings cluster) {
    var patches = new ArrayList<NamedPatch>();
    var missing = new ArrayList<String>();
    for (var name : names) {
      cluster.containerPatch(name).ifPresentOrElse(patches::add, () -> missing.add(name));
    }
    if (!missing.isEmpty()) {
      notes.reject(
          Stage.PATCHES,
          RejectReason.PATCH_NOT_FOUND,
          KEY,
          "ContainerPatches that do not exist in the system namespace: "
              + String.join(", ", missing)
              + " (expected: "
              + String.join(", ", names)
              + ")");
    }
    var forbidden = forbidden(patches);
    if (!forbidden.isEmpty()) {
      notes.reject(
          Stage.PATCHES,
          RejectReason.PATCH_NOT_ALLOWED,
          KEY,
          "ContainerPatches that Pods of namespace '"
              + namespace
              + "' may not name: "
              + String.join(", ", forbidden)
              + " (their annotation "
              + Annotations.ALLOWED_NAMESPACES.name()
              + " does not list it)");
    }
    if (missing.isEmpty() && forbidden.isEmpty()) {
      notes.step(
          Stage.PATCHES,
          names.isEmpty() ? Verdict.NOT_APPLICABLE : Verdict.PASS,
          "patches",
          names.isEmpty()
              ? "no ContainerPatches"
              : "ContainerPatches: " + String.join(", ", names));
    }
    return List.copyOf(patches);
  }

  /** Allowed namespaces restrict the annotation of Pods, not the default list of the settings. */
  private List<String> forbidden(List<NamedPatch> patches) {
    if (!pod.annotations().containsKey(KEY)) {
      return List.of();
    }
    return patches.stream()
        .filter(patch -> !patch.allowed().includes(namespace))
        .map(NamedPatch::name)
        .distinct()
        .toList();
  }
}
