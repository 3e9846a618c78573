package io.higuma.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.Violation;
import java.util.List;

/** Result of applying patches to one container. */
public sealed interface PatchResult {

  /**
   * The patches were applied and the container is valid by the Kubernetes schema.
   *
   * @param container the patched container; the given object if there was nothing to apply
   * @param warnings sentences for the user: adaptations, and what the API server may reject
   */
  record Patched(ObjectNode container, List<String> warnings) implements PatchResult {
    /** Copies the warnings. */
    public Patched {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * The patches cannot be applied, or the result is not a valid container.
   *
   * @param violations at least one; each names patch, operation, path and reason
   */
  record Failed(List<Violation> violations) implements PatchResult {
    /** Copies the list. */
    public Failed {
      violations = List.copyOf(violations);
    }
  }
}
