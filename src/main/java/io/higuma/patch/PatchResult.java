package io.higuma.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.Violation;
import java.util.List;

/** What came of applying patches to one container. */
public sealed interface PatchResult {

  /**
   * A container that meets the Kubernetes schema.
   *
   * @param container the patched container; the very object that was given where there was nothing
   *     to apply
   * @param warnings sentences for the user: what was adapted, and what the API server may refuse
   */
  record Patched(ObjectNode container, List<String> warnings) implements PatchResult {
    /** Copies the warnings. */
    public Patched {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * The patches cannot be applied, or what they make is no valid container.
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
