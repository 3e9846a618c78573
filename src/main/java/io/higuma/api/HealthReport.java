package io.higuma.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What all parts say, in the two forms it is asked for: lines for people, and the JSON of
 * MicroProfile Health for machines.
 *
 * @param checks one for each part
 */
record HealthReport(List<HealthCheck> checks) {

  /** Both together. */
  HealthReport and(HealthReport other) {
    return new HealthReport(Stream.concat(checks.stream(), other.checks.stream()).toList());
  }

  boolean isUp() {
    return checks.stream().allMatch(HealthCheck::isUp);
  }

  /**
   * The answer of {@code /ready} and {@code /healthy}.
   *
   * @param what is not so where a check is down, such as {@code ready}
   */
  String text(String what) {
    if (isUp()) {
      var problems = checks.stream().flatMap(check -> check.problems().stream());
      return Stream.concat(Stream.of("OK"), problems.map(problem -> "but " + problem))
          .collect(Collectors.joining("\n", "", "\n"));
    }
    return checks.stream()
        .map(HealthCheck::missing)
        .filter(missing -> !missing.isEmpty())
        .collect(Collectors.joining(", ", "not " + what + ": ", "\n"));
  }

  /** The answer of {@code /q/health}. */
  String json() {
    var json = JsonNodeFactory.instance.objectNode().put("status", status(isUp()));
    var all = json.putArray("checks");
    checks.forEach(check -> all.add(json(check)));
    return json + "\n";
  }

  private static ObjectNode json(HealthCheck check) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("name", check.name()).put("status", status(check.isUp()));
    var data = new TreeMap<>(check.facts());
    if (!check.isUp()) {
      data.put("missing", check.missing());
    }
    if (!check.problems().isEmpty()) {
      data.put("problems", String.join("; ", check.problems()));
    }
    if (!data.isEmpty()) {
      data.forEach(json.putObject("data")::put);
    }
    return json;
  }

  private static String status(boolean up) {
    return up ? "UP" : "DOWN";
  }
}
