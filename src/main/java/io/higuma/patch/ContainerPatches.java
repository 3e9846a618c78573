package io.higuma.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatchException;
import io.higuma.kuma.Violation;
import java.util.List;

/** Applies {@code ContainerPatch}es to a rendered container. */
public final class ContainerPatches {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ContainerPatches() {}

  /**
   * Applies the operations of all patches, in the order of the list, as one sequence. The given
   * container is not changed. Without operations for this kind of container it comes back as it is,
   * unchecked.
   *
   * @param kind which container it is
   * @param container the rendered container, absent fields really absent
   * @param patches in the order in which they apply
   */
  public static PatchResult apply(
      ContainerKind kind, ObjectNode container, List<NamedPatch> patches) {
    if (patches.stream().allMatch(patch -> kind.operations(patch).isEmpty())) {
      return new PatchResult.Patched(container, List.of());
    }
    var result = container.deepCopy();
    for (var patch : patches) {
      int index = 0;
      for (var operation : kind.operations(patch)) {
        var path = patch.name() + ".spec." + kind.list() + "[" + index++ + "]";
        try {
          var array = JSON.createArrayNode();
          var node = array.addObject().put("op", operation.op()).put("path", operation.path());
          operation.from().ifPresent(from -> node.put("from", from));
          if (operation.value().isPresent()) {
            node.set("value", JSON.readTree(operation.value().get()));
          }
          result = (ObjectNode) io.fabric8.zjsonpatch.JsonPatch.apply(array, result);
        } catch (JsonPatchException | JsonProcessingException e) {
          return new PatchResult.Failed(
              List.of(new Violation(path, "patch_failed", String.valueOf(e.getMessage()))));
        }
      }
    }
    return new PatchResult.Patched(result, List.of());
  }
}
