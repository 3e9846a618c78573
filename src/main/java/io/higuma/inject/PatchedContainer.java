package io.higuma.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.inject.Trace.Stage;
import io.higuma.kuma.Violation;
import io.higuma.patch.ContainerKind;
import io.higuma.patch.ContainerPatches;
import io.higuma.patch.EncodedJson;
import io.higuma.patch.NamedPatch;
import io.higuma.patch.PatchResult;
import java.util.List;
import java.util.Optional;

/**
 * A rendered container after its ContainerPatches, with their warnings and violations.
 *
 * @param kind which container
 * @param json the container; unpatched if the patches cannot be applied
 * @param warnings warnings of the patches
 * @param violations why the patches cannot be applied
 * @param patched the container as a tree, must not be modified; empty if no patch applies to it
 */
record PatchedContainer(
    ContainerKind kind,
    EncodedJson json,
    List<String> warnings,
    List<Violation> violations,
    Optional<JsonNode> patched) {

  static PatchedContainer of(ContainerKind kind, ObjectNode container, List<NamedPatch> patches) {
    return switch (ContainerPatches.apply(kind, container, patches)) {
      case PatchResult.Patched(ObjectNode result, List<String> warnings) ->
          new PatchedContainer(
              kind,
              EncodedJson.of(result),
              warnings,
              List.of(),
              Optional.<JsonNode>of(result).filter(_ -> ContainerPatches.concern(kind, patches)));
      case PatchResult.Failed(List<Violation> violations) ->
          new PatchedContainer(
              kind, EncodedJson.of(container), List.of(), violations, Optional.empty());
    };
  }

  static PatchedContainer unpatched(ContainerKind kind, EncodedJson json) {
    return new PatchedContainer(kind, json, List.of(), List.of(), Optional.empty());
  }

  /** Adds warnings and violations to the notes and returns the container. */
  EncodedJson addTo(DecisionNotes notes) {
    warnings.forEach(warning -> notes.warn(Stage.PATCHES, "patch_warning", warning));
    violations.forEach(
        violation -> notes.reject(Stage.PATCHES, RejectReason.PATCH_FAILED, violation));
    return json;
  }
}
