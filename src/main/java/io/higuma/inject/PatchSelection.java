package io.higuma.inject;

import io.higuma.inject.Trace.Stage;
import io.higuma.inject.Trace.Verdict;
import io.higuma.kuma.Annotations;
import io.higuma.patch.NamedPatch;
import java.util.ArrayList;
import java.util.List;

/** Finds the ContainerPatches of a Pod. */
final class PatchSelection {
  private PatchSelection() {}

  /**
   * The patches in order. A missing one refuses the Pod, even one that would only change a
   * container which the Pod does not get: all that are missing are named at once.
   */
  static List<NamedPatch> of(PodOptions options, Surroundings around, Notes notes) {
    var patches = new ArrayList<NamedPatch>();
    var missing = new ArrayList<String>();
    for (var name : options.patches()) {
      around.containerPatch(name).ifPresentOrElse(patches::add, () -> missing.add(name));
    }
    if (!missing.isEmpty()) {
      notes.refuse(
          Stage.PATCHES,
          RejectReason.PATCH_NOT_FOUND,
          Annotations.CONTAINER_PATCHES.name(),
          "ContainerPatches that do not exist in the system namespace: "
              + String.join(", ", missing)
              + " (expected: "
              + String.join(", ", options.patches())
              + ")");
    } else {
      notes.step(
          Stage.PATCHES,
          options.patches().isEmpty() ? Verdict.NOT_APPLICABLE : Verdict.PASS,
          "patches",
          options.patches().isEmpty()
              ? "no ContainerPatches"
              : "ContainerPatches: " + String.join(", ", options.patches()));
    }
    return patches;
  }
}
