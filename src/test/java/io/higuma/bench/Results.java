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
 * All results of one machine; the content of {@code performance.json}.
 *
 * @param candidates by label
 * @param parts by {@link Part#key}
 */
record Results(Machine machine, Map<String, Subject> candidates, Map<String, Measurement> parts) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A measured candidate.
   *
   * @param command its command line
   * @param before whether it is only for comparison
   */
  record Subject(boolean jar, boolean before, String command) {}

  /**
   * The results of a part.
   *
   * @param loadBefore load average before the part was started
   * @param settings of the part
   * @param rounds of each candidate, figures by name
   * @param raw result of a benchmark with its own format
   * @param missing why it was not measured; empty if it was
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

    /** The values of a figure in all rounds. */
    List<Double> figures(String label, String name) {
      return rounds.getOrDefault(label, List.of()).stream()
          .flatMap(round -> Optional.ofNullable(round.get(name)).stream())
          .toList();
    }
  }

  /** Reads earlier results of the same machine, so that parts can be run separately. */
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

  /** Collects the figures of all candidates and rounds. */
  static final class Rounds {
    private final Map<String, List<Map<String, Double>>> rounds = new LinkedHashMap<>();

    void add(Candidate candidate, Map<String, Double> figures) {
      rounds.computeIfAbsent(candidate.label(), label -> new ArrayList<>()).add(figures);
      System.out.println("  " + candidate.label() + " " + figures);
    }
  }

  /** The result of a part; see {@link Measurement}. */
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
