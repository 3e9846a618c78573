package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.offline.Changes;
import io.higuma.cli.offline.OfflineInjection;
import io.higuma.cli.offline.Outcome;
import io.higuma.inject.Decision;
import io.higuma.inject.Trace.Stage;
import io.higuma.inject.Trace.Step;
import io.higuma.inject.Trace.Verdict;
import java.util.Comparator;
import java.util.List;
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
    for (var step : steps()) {
      text.append("  ")
          .append(pad(label(step.stage()), STAGE_WIDTH))
          .append("  ")
          .append(colour(step.verdict()).paint(pad(label(step.verdict()), VERDICT_WIDTH), terminal))
          .append("  ")
          .append(step.sentence())
          .append('\n');
    }
    var changes = changes();
    if (!changes.isEmpty()) {
      text.append("  would change:\n");
      changes.forEach(change -> text.append("    ").append(change).append('\n'));
    }
    return text.toString();
  }

  /** The steps in the order of the stages, which is the order of their effect. */
  private List<Step> steps() {
    return outcome.decision().trace().steps().stream()
        .sorted(Comparator.comparing(Step::stage))
        .toList();
  }

  private List<String> changes() {
    return switch (outcome.decision()) {
      case Decision.Inject inject -> Changes.of(inject.patch(), pod);
      case Decision.Skip _, Decision.Reject _ -> List.of();
    };
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
    var workload = outcome.workload();
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", workload.apiVersion())
            .put("kind", workload.kind())
            .put("namespace", workload.namespace())
            .put("name", workload.name());
    switch (outcome.decision()) {
      case Decision.Inject inject -> json.put("decision", "inject").put("mesh", inject.mesh());
      case Decision.Skip skip ->
          json.put("decision", "skip")
              .put("reason", skip.reason().code())
              .put("message", skip.message());
      case Decision.Reject reject -> {
        json.put("decision", "reject").put("reason", reject.reason().code());
        var violations = json.putArray("violations");
        reject
            .violations()
            .forEach(
                violation ->
                    violations
                        .addObject()
                        .put("path", violation.path())
                        .put("code", violation.code())
                        .put("message", violation.message()));
      }
    }
    var warnings = json.putArray("warnings");
    outcome.decision().warnings().forEach(warnings::add);
    var trace = json.putArray("trace");
    for (var step : steps()) {
      trace
          .addObject()
          .put("stage", step.stage().name().toLowerCase(Locale.ROOT))
          .put("verdict", step.verdict().name().toLowerCase(Locale.ROOT))
          .put("code", step.code())
          .put("sentence", step.sentence());
    }
    var changes = json.putArray("changes");
    changes().forEach(changes::add);
    json.set("patch", OfflineInjection.patchOfWorkload(outcome));
    return json;
  }
}
