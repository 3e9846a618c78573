package io.higuma.inject;

import io.higuma.kuma.Violation;
import io.higuma.patch.JsonPatch;
import java.util.List;
import java.util.stream.Stream;

/** What becomes of one Pod, and why. */
public sealed interface Decision {

  /** The rules tried. */
  Trace trace();

  /** What the user should know although it stops nothing: shown as admission warnings. */
  List<String> warnings();

  /**
   * The Pod gets its containers.
   *
   * @param patch what changes in the Pod
   * @param mesh the mesh it joins
   * @param warnings for the user
   * @param trace the rules tried
   */
  record Inject(JsonPatch patch, String mesh, List<String> warnings, Trace trace)
      implements Decision {}

  /**
   * The Pod gets no containers.
   *
   * @param reason why
   * @param message the same for people, with the values that decided
   * @param repairs what puts an earlier injection right, which others have changed since; mostly
   *     nothing
   * @param warnings for the user
   * @param trace the rules tried
   */
  record Skip(
      SkipReason reason, String message, JsonPatch repairs, List<String> warnings, Trace trace)
      implements Decision {

    /** What the repairs put right. */
    public List<ReinvocationRepair> repaired() {
      return repairs.isEmpty()
          ? List.of()
          : Stream.of(ReinvocationRepair.values())
              .filter(repair -> trace.has(repair.code()))
              .toList();
    }
  }

  /**
   * The Pod is refused.
   *
   * @param reason the kind of the first violation
   * @param violations everything that is wrong, at least one
   * @param warnings for the user
   * @param trace the rules tried
   */
  record Reject(RejectReason reason, List<Violation> violations, List<String> warnings, Trace trace)
      implements Decision {

    /** All violations in one line. */
    public String message() {
      return Violation.join(violations);
    }
  }
}
