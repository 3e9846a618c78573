package io.higuma.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs class benchmarks, each in its own JVM; results keep their format. */
final class OtherBenchmarks {
  private static final Duration TIMEOUT = Duration.ofMinutes(15);
  private static final ObjectMapper JSON = new ObjectMapper();

  private OtherBenchmarks() {}

  /** The cost of one call without HTTP and TLS, in one short run. */
  static JsonNode jmh() throws IOException {
    Path file = result("jmh.json");
    run(
        "org.openjdk.jmh.Main",
        List.of("InjectionBenchmark", "-f", "1", "-wi", "3", "-w", "1", "-i", "5", "-r", "1"),
        List.of("-rf", "json", "-rff", file.toString()));
    ArrayNode results = JSON.createArrayNode();
    for (JsonNode each : JSON.readTree(file.toFile())) {
      String name = each.path("benchmark").asText();
      JsonNode metric = each.path("primaryMetric");
      results
          .addObject()
          .put("benchmark", name.substring(name.lastIndexOf('.') + 1))
          .put("pod", each.at("/params/pod").asText())
          .put("score", metric.path("score").asDouble())
          .put("error", metric.path("scoreError").asDouble())
          .put("unit", metric.path("scoreUnit").asText())
          .set("raw", metric.path("rawData"));
    }
    return results;
  }

  /** The throughput of Dataplanes for a thousand Pods. */
  static JsonNode dataplanes() throws IOException {
    Path file = result("dataplanes.json");
    run(
        "io.higuma.cluster.controller.DataplanesBenchmark",
        List.of(file.toString(), "1000"),
        List.of());
    return JSON.readTree(file.toFile()).path("1000 Pods");
  }

  private static Path result(String name) throws IOException {
    Path file = Path.of("target", "bench", name);
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    return file;
  }

  private static void run(String main, List<String> first, List<String> then) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(first);
    command.addAll(then);
    Process process = new ProcessBuilder(command).inheritIO().start();
    try {
      if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException(main + " did not end within " + TIMEOUT);
      }
      if (process.exitValue() != 0) {
        throw new IOException(main + " failed with " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }
}
