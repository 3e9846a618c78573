package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.inject.Decision;
import io.higuma.inject.Trace.Stage;
import io.higuma.inject.Trace.Verdict;
import io.higuma.inject.workload.ExplanationJson;
import io.higuma.inject.workload.Outcome;
import java.util.Locale;

/**
 * Why one workload is injected or not.
 *
 * @param outcome what becomes of it
 * @param pod its Pod or template, before
 */
record Explanation(Outcome outcome, JsonNode pod) {
  private static final int STAGE_WIDTH = 17;
  private static final int VERDICT_WIDTH = 6;

  /** As a table for people. */
  String table(Terminal terminal) {
    var text = new StringBuilder();
    text.append(Colours.BOLD.paint(outcome.workload().toString(), terminal))
        .append(": ")
        .append(headline(terminal))
        .append('\n');
    for (var step : ExplanationJson.steps(outcome.decision())) {
      text.append("  ")
          .append(pad(label(step.stage()), STAGE_WIDTH))
          .append("  ")
          .append(colour(step.verdict()).paint(pad(label(step.verdict()), VERDICT_WIDTH), terminal))
          .append("  ")
          .append(step.sentence())
          .append('\n');
    }
    var changes = ExplanationJson.changes(outcome.decision(), pod);
    if (!changes.isEmpty()) {
      text.append("  would change:\n");
      changes.forEach(change -> text.append("    ").append(change).append('\n'));
    }
    return text.toString();
  }

  private String headline(Terminal terminal) {
    return switch (outcome.decision()) {
      case Decision.Inject inject ->
          Colours.GREEN.paint("injected", terminal) + " into mesh " + inject.mesh();
      case Decision.Skip skip ->
          Colours.YELLOW.paint("skipped", terminal) + " (" + skip.reason().code() + ")";
      case Decision.Reject reject ->
          Colours.RED.paint("refused", terminal) + " (" + reject.reason().code() + ")";
    };
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String label(Stage stage) {
    return switch (stage) {
      case SELECTORS -> "webhook selectors";
      case UID -> "user ids";
      case EXCEPTIONS,
          ALREADY_INJECTED,
          LABELS,
          HOST_NETWORK,
          MESH,
          ANNOTATIONS,
          PATCHES,
          REDIRECTION,
          PROBES,
          RESULT ->
          stage.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  private static String label(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "pass";
      case NOT_APPLICABLE -> "-";
      case SKIP -> "skip";
      case REJECT -> "refuse";
      case WARN -> "warn";
    };
  }

  private static Colours colour(Verdict verdict) {
    return switch (verdict) {
      case PASS -> Colours.GREEN;
      case NOT_APPLICABLE -> Colours.FAINT;
      case SKIP, WARN -> Colours.YELLOW;
      case REJECT -> Colours.RED;
    };
  }

  /** As data for programs. */
  ObjectNode json() {
    return ExplanationJson.of(outcome, pod);
  }
}
