package io.higuma.gui;

import java.util.List;

/**
 * The ContainerPatches of the cluster, and the editor for a draft of one.
 *
 * @param rows the patches of the cluster
 * @param draft the text in the editor
 * @param workload the workload whose containers are rendered, as {@code namespace/kind/name}; empty
 *     for none
 * @param workloads workloads to choose from
 * @param result what the draft changes
 */
public record PatchEditor(
    List<Row> rows, String draft, String workload, List<String> workloads, Result result) {
  /** Copies the lists. */
  public PatchEditor {
    rows = List.copyOf(rows);
    workloads = List.copyOf(workloads);
  }

  /**
   * A ContainerPatch.
   *
   * @param href link that opens it in the editor
   * @param status whether it can be applied: {@code valid}, {@code depends}, {@code fails} or
   *     {@code invalid}
   * @param reasons why
   * @param users how many workloads use it
   * @param usedBy some of them
   */
  public record Row(
      String name,
      String href,
      String status,
      List<String> reasons,
      int users,
      List<String> usedBy) {
    /** Copies the lists. */
    public Row {
      reasons = List.copyOf(reasons);
      usedBy = List.copyOf(usedBy);
    }
  }

  /**
   * What a draft changes.
   *
   * @param sentence the result as a sentence
   * @param failed whether the draft cannot be applied
   */
  public record Result(
      String sentence,
      boolean failed,
      List<String> problems,
      List<String> warnings,
      List<DiffLine> diff) {
    /** Copies the lists. */
    public Result {
      problems = List.copyOf(problems);
      warnings = List.copyOf(warnings);
      diff = List.copyOf(diff);
    }
  }
}
