package io.higuma.inject;

import java.util.List;

/**
 * How a decision came about: each rule tried, in order.
 *
 * @param steps the rules tried
 */
public record Trace(List<Step> steps) {

  /** Copies the list. */
  public Trace {
    steps = List.copyOf(steps);
  }

  /** Whether a rule said this. */
  boolean has(String code) {
    return steps.stream().anyMatch(step -> step.code().equals(code));
  }

  /** The stages of a decision, in the order in which they are tried. */
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

  /** What a rule said. */
  public enum Verdict {
    /** The rule applies and the decision goes on. */
    PASS,
    /** The rule does not apply. */
    NOT_APPLICABLE,
    /** The rule ends the decision: no injection. */
    SKIP,
    /** The rule ends the decision: the Pod is refused. */
    REJECT,
    /** The decision goes on, but the user should know something. */
    WARN
  }

  /**
   * One rule tried.
   *
   * @param stage where in the decision
   * @param verdict what it said
   * @param code a stable snake_case word
   * @param sentence the same for people
   */
  public record Step(Stage stage, Verdict verdict, String code, String sentence) {}
}
