package io.higuma.gui;

import io.higuma.api.ChangeView;
import io.higuma.api.ConfigAnswer;
import io.higuma.api.Problem;
import io.higuma.api.WorkloadChanges;
import java.util.List;

/**
 * The result of a change of settings, or of a dry run.
 *
 * @param present false if nothing was requested yet
 * @param title what happened, in one sentence
 * @param failed whether the change was refused
 * @param problems why it was refused
 * @param values the values that change
 * @param warnings warnings about the settings
 * @param workloads the workloads that would be rendered differently
 */
public record SettingChange(
    boolean present,
    String title,
    boolean failed,
    List<String> problems,
    List<Value> values,
    List<String> warnings,
    List<Workload> workloads) {
  /** Nothing was requested. */
  static final SettingChange NONE =
      new SettingChange(false, "", false, List.of(), List.of(), List.of(), List.of());

  /** Copies the lists. */
  public SettingChange {
    problems = List.copyOf(problems);
    values = List.copyOf(values);
    warnings = List.copyOf(warnings);
    workloads = List.copyOf(workloads);
  }

  /** A value that changes. */
  public record Value(String path, String before, String after) {}

  /** A workload that would be rendered differently. */
  public record Workload(String name, List<DiffLine> diff) {
    /** Copies the list. */
    public Workload {
      diff = List.copyOf(diff);
    }
  }

  static SettingChange of(ConfigAnswer answer) {
    return switch (answer) {
      case ConfigAnswer.Rejected(var problem) -> refused(problem);
      case ConfigAnswer.Done(var change) -> done(change);
    };
  }

  static SettingChange refused(Problem problem) {
    var problems =
        problem.problems().isEmpty()
            ? List.of(problem.detail())
            : problem.problems().stream().map(Problem.Single::text).toList();
    return new SettingChange(
        true,
        "Nothing was changed: " + problem.title(),
        true,
        problems,
        List.of(),
        List.of(),
        List.of());
  }

  private static SettingChange done(ChangeView change) {
    var values =
        change.changes().stream()
            .map(
                value ->
                    new Value(
                        value.path(),
                        SettingText.of(value.before()),
                        SettingText.of(value.after())))
            .toList();
    var workloads =
        change.workloads().map(WorkloadChanges::changed).orElse(List.of()).stream()
            .map(
                workload ->
                    new Workload(
                        workload.namespace() + "/" + workload.owner(),
                        DiffLine.of(workload.diff())))
            .toList();
    return new SettingChange(
        true, title(change), false, List.of(), values, change.warnings(), workloads);
  }

  private static String title(ChangeView change) {
    if (!change.dryRun()) {
      return change.changes().isEmpty()
          ? "The value is stored; nothing is different."
          : "Applied: revision " + change.revision() + ".";
    }
    return "Dry run: "
        + change
            .workloads()
            .map(
                found ->
                    "%d of %d examined workloads would change%s."
                        .formatted(
                            found.changed().size(),
                            found.examined(),
                            found.complete() ? "" : " (the list is not complete)"))
            .orElse("the workloads are not known.");
  }
}
