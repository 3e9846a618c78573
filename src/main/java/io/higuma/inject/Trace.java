package io.higuma.inject;

import java.util.List;

/**
 * Trace of a decision: each rule evaluated, in order.
 *
 * @param steps the rules evaluated
 */
public record Trace(List<Step> steps) {

  /** Copies the list. */
  public Trace {
    steps = List.copyOf(steps);
  }

  /** Whether a step has this code. */
  boolean has(String code) {
    return steps.stream().anyMatch(step -> step.code().equals(code));
  }

  /** The stages of a decision, in order of evaluation. */
  public enum Stage {
    SELECTORS,
    EXCEPTIONS,
    ALREADY_INJECTED,
    LABELS,
    HOST_NETWORK,
    WINDOWS,
    MESH,
    UID,
    ANNOTATIONS,
    PATCHES,
    REDIRECTION,
    PROBES,
    RESULT
  }

  /** The result of a rule. */
  public enum Verdict {
    /** The rule passes and the evaluation continues. */
    PASS,
    /** The rule does not apply. */
    NOT_APPLICABLE,
    /** The rule ends the evaluation: no injection. */
    SKIP,
    /** The rule ends the evaluation: the Pod is rejected. */
    REJECT,
    /** The evaluation continues with a warning for the user. */
    WARN
  }

  /**
   * One rule evaluated.
   *
   * @param stage the stage of the decision
   * @param verdict the result
   * @param code a stable snake_case code
   * @param sentence the result as a sentence
   */
  public record Step(Stage stage, Verdict verdict, String code, String sentence) {}
}
