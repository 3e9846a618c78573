package io.higuma.inject;

import io.higuma.inject.Trace.Stage;
import io.higuma.inject.Trace.Step;
import io.higuma.inject.Trace.Verdict;
import io.higuma.kuma.Violation;
import io.higuma.patch.JsonPatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the trace, the warnings and the violations of a decision while it is made. */
final class DecisionNotes {
  private final List<Step> steps = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();
  private @Nullable RejectReason reason;

  void step(Stage stage, Verdict verdict, String code, String sentence) {
    steps.add(new Step(stage, verdict, code, sentence));
  }

  void warn(Stage stage, String code, String sentence) {
    warnings.add(sentence);
    step(stage, Verdict.WARN, code, sentence);
  }

  /** Adds a violation. The decision continues, so that the user sees all violations at once. */
  void reject(Stage stage, RejectReason why, Violation violation) {
    if (reason == null) {
      reason = why;
    }
    violations.add(violation);
    step(stage, Verdict.REJECT, violation.code(), violation.toString());
  }

  void reject(Stage stage, RejectReason why, String path, String message) {
    reject(stage, why, new Violation(path, why.code(), message));
  }

  boolean isRejected() {
    return reason != null;
  }

  Decision.Reject rejection() {
    if (reason == null) {
      throw new IllegalStateException("there is no violation");
    }
    return new Decision.Reject(
        reason, List.copyOf(violations), List.copyOf(warnings), new Trace(steps));
  }

  Decision.Skip skip(Stage stage, SkipReason why, String message) {
    return skip(stage, why, message, JsonPatch.NOTHING);
  }

  Decision.Skip skip(Stage stage, SkipReason why, String message, JsonPatch repairs) {
    step(stage, Verdict.SKIP, why.code(), message);
    return new Decision.Skip(why, message, repairs, List.copyOf(warnings), new Trace(steps));
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  Trace trace() {
    return new Trace(steps);
  }
}
