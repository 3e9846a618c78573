package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.dataplane.Conversion;
import io.higuma.dataplane.ConversionJson;

/** Formats as text how a Dataplane is generated. */
final class DataplaneText {
  private DataplaneText() {}

  /** As a table with a heading. */
  static String of(String pod, Conversion conversion, Terminal terminal) {
    var json = ConversionJson.of(conversion);
    return Colours.BOLD.paint(pod, terminal) + ": " + of(json, terminal);
  }

  /**
   * The same without the name of the Pod.
   *
   * @param json as {@link ConversionJson} has it
   */
  static String of(JsonNode json, Terminal terminal) {
    var text = new StringBuilder(heading(json, terminal)).append('\n');
    for (var service : json.path("services")) {
      boolean matches = service.path("matches").asBoolean();
      text.append("  Service ")
          .append(service.path("service").asText())
          .append(": ")
          .append(
              (matches ? Colours.GREEN : Colours.FAINT)
                  .paint(service.path("sentence").asText(), terminal))
          .append('\n');
      service.path("ports").forEach(port -> port(port, text));
    }
    for (var problem : json.path("problems")) {
      text.append("  ")
          .append(Colours.YELLOW.paint(problem.path("path").asText(), terminal))
          .append(": ")
          .append(problem.path("message").asText())
          .append('\n');
    }
    return text.toString();
  }

  private static String heading(JsonNode json, Terminal terminal) {
    return switch (json.path("result").asText()) {
      case "dataplane" -> {
        var networking = json.at("/dataplane/spec/networking");
        yield Colours.GREEN.paint("a Dataplane", terminal)
            + " in mesh "
            + json.path("mesh").asText()
            + " at "
            + networking.path("address").asText()
            + " with "
            + counted(networking.path("inbound").size(), "inbound");
      }
      case "none" ->
          Colours.YELLOW.paint("no Dataplane", terminal) + ": " + json.path("message").asText();
      default -> Colours.RED.paint("the Dataplane cannot be made", terminal);
    };
  }

  private static String counted(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static void port(JsonNode port, StringBuilder text) {
    int containerPort = port.path("containerPort").asInt();
    text.append("    port ")
        .append(port.path("port").asInt())
        .append(" -> ")
        .append(port.path("targetPort").asText());
    var target = Integer.toString(containerPort);
    if (containerPort != 0 && !target.equals(port.path("targetPort").asText())) {
      text.append(" (").append(target).append(')');
    }
    text.append(": ").append(port.path("sentence").asText()).append('\n');
  }
}
