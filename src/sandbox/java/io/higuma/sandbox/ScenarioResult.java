package io.higuma.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** How the story ended. */
record ScenarioResult(SandboxApi api, StatusView scene, List<Expectation> expectations) {
  private static final ObjectMapper JSON = new ObjectMapper();

  boolean isRight() {
    return expectations.stream().allMatch(Expectation::holds);
  }

  /** For people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(StatusText.of(scene));
    lines.add("");
    var failed = expectations.stream().filter(one -> !one.holds()).toList();
    failed.forEach(one -> lines.add("FAILED  %s: %s".formatted(one.name(), one.found())));
    lines.add(
        failed.isEmpty()
            ? "All %d expectations hold.".formatted(expectations.size())
            : "%d of %d expectations do not hold.".formatted(failed.size(), expectations.size()));
    return lines;
  }

  /** For scripts. */
  ObjectNode json() {
    var json = JsonNodeFactory.instance.objectNode().put("ok", isRight());
    json.putObject("api").put("kind", api.kind().name()).put("what", api.what());
    var all = json.putArray("expectations");
    for (var one : expectations) {
      var expectation = all.addObject().put("name", one.name()).put("ok", one.holds());
      if (!one.holds()) {
        expectation.put("found", one.found());
      }
    }
    json.set("pods", JSON.valueToTree(scene.pods()));
    json.set("inbounds", JSON.valueToTree(scene.inbounds()));
    return json;
  }
}
