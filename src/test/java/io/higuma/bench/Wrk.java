package io.higuma.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.admission.AdmissionServer;
import io.higuma.testing.CommandResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Runs the load generator {@code wrk} (closed loop). */
final class Wrk {
  private static final Path SCRIPT = WebhookCall.REVIEW.resolveSibling("inject.lua");

  private Wrk() {}

  static boolean isInstalled() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "wrk")));
  }

  /** Returns figures by their names in {@code inject.lua}. */
  static Map<String, Double> run(int port, int seconds) {
    CommandResult result =
        CommandResult.run(
                "",
                Map.of("REVIEW", WebhookCall.REVIEW.toString()),
                List.of(
                    "wrk",
                    "-t1",
                    "-c" + Load.CONNECTIONS,
                    "-d" + seconds + "s",
                    "-s",
                    SCRIPT.toString(),
                    "https://127.0.0.1:" + port + AdmissionServer.INJECT_PATH))
            .succeeded();
    String last = result.out().strip().lines().toList().getLast();
    try {
      return new ObjectMapper().readValue(last, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(result.out(), e);
    }
  }
}
