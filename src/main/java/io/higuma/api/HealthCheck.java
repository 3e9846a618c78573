package io.higuma.api;

import java.util.List;
import java.util.Map;

/**
 * What one part of the process says of itself.
 *
 * @param name what the part is called
 * @param missing what keeps the process from being ready; empty where the part is ready
 * @param problems what is wrong without keeping the process from being ready
 * @param facts what people look for first
 */
public record HealthCheck(
    String name, String missing, List<String> problems, Map<String, String> facts) {
  /** Copies what can change. */
  public HealthCheck {
    problems = List.copyOf(problems);
    facts = Map.copyOf(facts);
  }

  /** A part of which nothing more is to be said. */
  public static HealthCheck of(String name, String missing) {
    return new HealthCheck(name, missing, List.of(), Map.of());
  }

  boolean isUp() {
    return missing.isEmpty();
  }
}
