package io.higuma.inject;

import io.higuma.kuma.Violation;
import io.higuma.patch.JsonPatch;
import java.util.List;
import java.util.stream.Stream;

/** Result of the decision about one Pod: inject, skip or reject, with its trace. */
public sealed interface Decision {

  /** The rules evaluated. */
  Trace trace();

  /** Messages for the user that do not stop the request: returned as admission warnings. */
  List<String> warnings();

  /**
   * The Pod is injected.
   *
   * @param patch the changes to the Pod
   * @param mesh the mesh it joins
   * @param warnings for the user
   * @param trace the rules evaluated
   */
  record Inject(JsonPatch patch, String mesh, List<String> warnings, Trace trace)
      implements Decision {}

  /**
   * The Pod is not injected.
   *
   * @param reason why it is skipped
   * @param message the reason as a sentence, with the values it depends on
   * @param repairs operations that repair an injected Pod which other webhooks changed; usually
   *     empty
   * @param warnings for the user
   * @param trace the rules evaluated
   */
  record Skip(
      SkipReason reason, String message, JsonPatch repairs, List<String> warnings, Trace trace)
      implements Decision {

    /** The kinds of the repairs. */
    public List<ReinvocationRepair> repaired() {
      return repairs.isEmpty()
          ? List.of()
          : Stream.of(ReinvocationRepair.values())
              .filter(repair -> trace.has(repair.code()))
              .toList();
    }
  }

  /**
   * The Pod is rejected.
   *
   * @param reason the reason code of the first violation
   * @param violations all violations, at least one
   * @param warnings for the user
   * @param trace the rules evaluated
   */
  record Reject(RejectReason reason, List<Violation> violations, List<String> warnings, Trace trace)
      implements Decision {

    /** All violations joined into one line. */
    public String message() {
      return Violation.join(violations);
    }
  }
}
