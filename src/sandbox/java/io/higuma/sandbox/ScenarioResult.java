package io.higuma.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.status.StatusText;
import io.higuma.cli.status.StatusView;
import java.util.ArrayList;
import java.util.List;

/** The result of the scenario. */
record ScenarioResult(SandboxApi api, StatusView status, List<Expectation> expectations) {
  private static final ObjectMapper JSON = new ObjectMapper();

  boolean isAsExpected() {
    return expectations.stream().allMatch(Expectation::holds);
  }

  /** As text. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(StatusText.of(status));
    lines.add("");
    var failed = expectations.stream().filter(one -> !one.holds()).toList();
    failed.forEach(one -> lines.add("FAILED  %s: %s".formatted(one.name(), one.found())));
    lines.add(
        failed.isEmpty()
            ? "All %d expectations hold.".formatted(expectations.size())
            : "%d of %d expectations do not hold.".formatted(failed.size(), expectations.size()));
    return lines;
  }

  /** As JSON, for scripts. */
  ObjectNode json() {
    var json = JsonNodeFactory.instance.objectNode().put("ok", isAsExpected());
    json.putObject("api").put("kind", api.kind().name()).put("what", api.what());
    var all = json.putArray("expectations");
    for (var one : expectations) {
      var expectation = all.addObject().put("name", one.name()).put("ok", one.holds());
      if (!one.holds()) {
        expectation.put("found", one.found());
      }
    }
    json.set("pods", JSON.valueToTree(status.pods()));
    json.set("inbounds", JSON.valueToTree(status.inbounds()));
    return json;
  }
}
