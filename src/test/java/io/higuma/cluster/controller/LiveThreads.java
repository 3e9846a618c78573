package io.higuma.cluster.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The threads of this process, including virtual threads. */
final class LiveThreads {
  private LiveThreads() {}

  /** Sorted names of the threads of a control loop. */
  static List<String> ofLoops() {
    return names().stream()
        .filter(
            name ->
                name.startsWith("reflect ")
                    || name.startsWith("dataplanes ")
                    || name.equals("election")
                    || name.equals("outbounds")
                    || name.startsWith("events of ")
                    || name.equals("idle watches"))
        .sorted()
        .toList();
  }

  private static List<String> names() {
    try {
      Path folder = Files.createTempDirectory("higuma-threads-");
      Path file = folder.resolve("threads.json");
      try {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .dumpThreads(file.toString(), ThreadDumpFormat.JSON);
        List<String> names = new ArrayList<>();
        JsonNode dump = new ObjectMapper().readTree(file.toFile()).path("threadDump");
        for (JsonNode container : dump.path("threadContainers")) {
          container.path("threads").forEach(thread -> names.add(thread.path("name").asText()));
        }
        return names;
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
