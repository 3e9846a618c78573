package io.higuma.gui;

import java.util.List;

/**
 * One workload.
 *
 * @param decision the decision about its next Pod, as a sentence
 * @param refused whether its next Pod is refused
 * @param problems why its next Pod is refused
 * @param warnings warnings about its next Pod
 * @param trace the rules of the decision
 * @param changes what injection changes, one line each
 * @param diff what injection changes, as a diff of YAML
 * @param pods its Pods
 * @param patchHref link to the editor of ContainerPatches for it
 */
public record WorkloadDetail(
    String decision,
    boolean refused,
    List<String> problems,
    List<String> warnings,
    List<Rule> trace,
    List<String> changes,
    List<DiffLine> diff,
    List<PodRow> pods,
    String patchHref) {
  /** Copies the lists. */
  public WorkloadDetail {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    trace = List.copyOf(trace);
    changes = List.copyOf(changes);
    diff = List.copyOf(diff);
    pods = List.copyOf(pods);
  }

  /** A rule of the decision and its result. */
  public record Rule(String stage, String verdict, String sentence) {}

  /**
   * A Pod.
   *
   * @param href link to its Dataplane
   * @param state its injection state
   * @param reasons why it is in that state
   * @param changes what would be different if it were created now
   * @param connection the connection of its sidecar
   */
  public record PodRow(
      String name,
      String href,
      boolean ready,
      String state,
      List<String> reasons,
      List<String> changes,
      String connection) {
    /** Copies the lists. */
    public PodRow {
      reasons = List.copyOf(reasons);
      changes = List.copyOf(changes);
    }
  }
}
