package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Formats as text why a workload is injected or not. */
final class ExplanationText {
  private static final int STAGE_WIDTH = 17;
  private static final int VERDICT_WIDTH = 6;

  private ExplanationText() {}

  /**
   * As a table with a heading.
   *
   * @param explanation as {@link io.higuma.inject.workload.ExplanationJson} writes it
   */
  static String of(JsonNode explanation, Terminal terminal) {
    var text = new StringBuilder();
    var name =
        "%s %s/%s"
            .formatted(
                explanation.path("kind").asText(),
                explanation.path("namespace").asText(),
                explanation.path("name").asText());
    text.append(Colours.BOLD.paint(name, terminal))
        .append(": ")
        .append(heading(explanation, terminal))
        .append('\n');
    for (var step : explanation.path("trace")) {
      var verdict = step.path("verdict").asText();
      text.append("  ")
          .append(pad(stage(step.path("stage").asText()), STAGE_WIDTH))
          .append("  ")
          .append(colour(verdict).paint(pad(label(verdict), VERDICT_WIDTH), terminal))
          .append("  ")
          .append(step.path("sentence").asText())
          .append('\n');
    }
    var changes = explanation.path("changes");
    if (!changes.isEmpty()) {
      text.append("  would change:\n");
      changes.forEach(change -> text.append("    ").append(change.asText()).append('\n'));
    }
    return text.toString();
  }

  private static String heading(JsonNode explanation, Terminal terminal) {
    var reason = " (" + explanation.path("reason").asText() + ")";
    return switch (explanation.path("decision").asText()) {
      case "inject" ->
          Colours.GREEN.paint("injected", terminal)
              + " into mesh "
              + explanation.path("mesh").asText();
      case "skip" -> Colours.YELLOW.paint("skipped", terminal) + reason;
      default -> Colours.RED.paint("refused", terminal) + reason;
    };
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String stage(String stage) {
    return switch (stage) {
      case "selectors" -> "webhook selectors";
      case "uid" -> "user ids";
      default -> stage.replace('_', ' ');
    };
  }

  private static String label(String verdict) {
    return switch (verdict) {
      case "not_applicable" -> "-";
      case "reject" -> "refuse";
      default -> verdict;
    };
  }

  private static Colours colour(String verdict) {
    return switch (verdict) {
      case "pass" -> Colours.GREEN;
      case "not_applicable" -> Colours.FAINT;
      case "reject" -> Colours.RED;
      default -> Colours.YELLOW;
    };
  }
}
