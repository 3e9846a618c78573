package io.higuma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Runs {@code higuma check} and reads its findings. */
final class CheckRun {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CheckRun() {}

  /** The result of a check, as JSON. */
  static CommandRun check(String... arguments) {
    return CommandRun.of(
        Stream.concat(Stream.of("check", "-ojson"), Arrays.stream(arguments))
            .toArray(String[]::new));
  }

  /** The messages of the findings of one level. */
  static List<String> messages(CommandRun run, String level) throws JsonProcessingException {
    var messages = new ArrayList<String>();
    JsonNode found = JSON.readTree(run.out());
    for (var finding : found.path("findings")) {
      if (finding.path("level").asText().equals(level)) {
        messages.add(finding.path("message").asText());
      }
    }
    return messages;
  }
}
