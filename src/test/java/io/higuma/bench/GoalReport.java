package io.higuma.bench;

import io.higuma.bench.Results.Measurement;
import io.higuma.bench.Results.Subject;
import java.util.ArrayList;
import java.util.List;

/** Report section: figures with targets, and a list of missed targets. */
final class GoalReport {
  private final Results results;
  private final Table table = new Table("", "", "target", "median", "least – most", "");
  private final List<String> missed = new ArrayList<>();

  GoalReport(Results results) {
    this.results = results;
    for (Goal goal : Goal.ALL) {
      results.part(goal.part()).ifPresent(run -> add(goal, run));
    }
  }

  private void add(Goal goal, Measurement run) {
    results
        .candidates()
        .forEach(
            (label, subject) -> {
              List<Double> figures = run.figures(label, goal.name());
              if (!figures.isEmpty()) {
                add(goal, goal.words(run), label, subject, figures);
              }
            });
  }

  private void add(Goal goal, String words, String label, Subject subject, List<Double> figures) {
    double median = Statistics.median(figures);
    String target = subject.before() ? "" : goal.targetText(subject.jar());
    boolean met = target.isEmpty() || goal.met(median, subject.jar());
    if (!met) {
      missed.add(
          "- `%s`: %s is %s, target %s.\n".formatted(label, words, Goal.number(median), target));
    }
    table.row(
        words,
        label,
        target,
        Goal.number(median),
        range(figures),
        target.isEmpty() ? "" : met ? "met" : "**missed**");
  }

  private static String range(List<Double> figures) {
    var all = figures.stream().mapToDouble(Double::doubleValue).summaryStatistics();
    return figures.size() == 1 ? "" : Goal.number(all.getMin()) + " – " + Goal.number(all.getMax());
  }

  /** The section. */
  String text() {
    StringBuilder text = new StringBuilder("## Against the targets\n\n").append(table);
    text.append('\n');
    text.append(missed.isEmpty() ? "No target is missed.\n" : "Missed targets:\n\n");
    missed.forEach(text::append);
    for (Part part : Part.values()) {
      results
          .part(part)
          .map(Measurement::missing)
          .filter(why -> !why.isEmpty())
          .ifPresent(
              why ->
                  text.append("\nNot measured: ")
                      .append(part.key())
                      .append(", ")
                      .append(why)
                      .append(".\n"));
    }
    return text.toString();
  }
}
