package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Formats as text what the API says about a workload of the cluster. */
final class ExplanationReport {
  private ExplanationReport() {}

  private static String connection(JsonNode proxy) {
    var text =
        "%s since %s, control plane %s%n"
            .formatted(
                proxy.path("online").asBoolean() ? "connected" : "disconnected",
                proxy.path("since").asText(),
                proxy.path("controlPlane").asText());
    return proxy.has("rejected")
        ? text + "  rejects its configuration: " + proxy.path("rejected").asText() + "\n"
        : text;
  }

  /**
   * The report.
   *
   * @param explanation a workload in the response of {@code POST /explain}
   */
  static String of(JsonNode explanation, Terminal terminal) {
    var text = new StringBuilder(ExplanationText.of(explanation, terminal));
    if (explanation.has("state")) {
      var state = explanation.path("state");
      text.append("Now: ").append(state.path("state").asText());
      if (state.has("message")) {
        text.append(": ").append(state.path("message").asText());
      }
      text.append('\n');
      state.path("reasons").forEach(each -> text.append("  ").append(each.asText()).append('\n'));
      state.path("changes").forEach(each -> text.append("  ").append(each.asText()).append('\n'));
    }
    if (explanation.has("dataplane")) {
      text.append("Dataplane: ").append(DataplaneText.of(explanation.path("dataplane"), terminal));
    }
    if (explanation.has("proxy")) {
      text.append("Sidecar: ").append(connection(explanation.path("proxy")));
    }
    return text.toString();
  }
}
