package io.higuma.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that has been measured on one machine, as it lies in {@code performance.json}.
 *
 * @param candidates by label
 * @param parts by {@link Part#key}
 */
record Results(Machine machine, Map<String, Subject> candidates, Map<String, Measurement> parts) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What was measured.
   *
   * @param command how it was started
   * @param before whether it is there only to be compared with
   */
  record Subject(boolean jar, boolean before, String command) {}

  /**
   * One part of a run.
   *
   * @param loadBefore of the machine, before anything of this part was started
   * @param settings numbers that the part was run with
   * @param rounds of each candidate, figures by name
   * @param raw result of a benchmark that has a form of its own
   * @param missing why nothing was measured; empty if it was
   */
  record Measurement(
      String measured,
      String commit,
      String loadBefore,
      long seconds,
      Map<String, Integer> settings,
      Map<String, List<Map<String, Double>>> rounds,
      JsonNode raw,
      String missing) {

    /** A figure of each round. */
    List<Double> figures(String label, String name) {
      return rounds.getOrDefault(label, List.of()).stream()
          .flatMap(round -> Optional.ofNullable(round.get(name)).stream())
          .toList();
    }
  }

  /** What an earlier run on the same machine has left there, so that parts can be run alone. */
  static Results continuing(Path file, Machine machine) {
    if (Files.exists(file)) {
      try {
        Results earlier = JSON.readValue(file.toFile(), Results.class);
        if (earlier.machine().equals(machine)) {
          return earlier;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Results(machine, new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
  }

  /** A part, if it has been run. */
  Optional<Measurement> part(Part part) {
    return Optional.ofNullable(parts.get(part.key()));
  }

  /** Figures of candidates, gathered while they take turns. */
  static final class Rounds {
    private final Map<String, List<Map<String, Double>>> rounds = new LinkedHashMap<>();

    void add(Candidate candidate, Map<String, Double> figures) {
      rounds.computeIfAbsent(candidate.label(), label -> new ArrayList<>()).add(figures);
      System.out.println("  " + candidate.label() + " " + figures);
    }
  }

  /** What a part found; see {@link Measurement}. */
  record Found(Map<String, List<Map<String, Double>>> rounds, JsonNode raw, String missing) {
    static Found of(Rounds rounds) {
      return new Found(rounds.rounds, NullNode.instance, "");
    }

    static Found raw(JsonNode raw) {
      return new Found(Map.of(), raw, "");
    }

    static Found nothing(String why) {
      return new Found(Map.of(), NullNode.instance, why);
    }
  }
}
