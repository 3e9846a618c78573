package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.inject.workload.ExplanationJson;
import io.higuma.inject.workload.Outcome;

/**
 * Why one workload is injected or not.
 *
 * @param outcome what becomes of it
 * @param pod its Pod or template, before
 */
record Explanation(Outcome outcome, JsonNode pod) {

  /** As a table for people. */
  String table(Terminal terminal) {
    return ExplanationText.of(json(), terminal);
  }

  /** As data for programs. */
  ObjectNode json() {
    return ExplanationJson.of(outcome, pod);
  }
}
