package io.higuma.kuma;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One thing that a user's input gets wrong. Violations are gathered and reported together.
 *
 * @param path where: a JSON path, a setting's key or an annotation's key
 * @param code a stable snake_case word for metrics and programs
 * @param message a sentence for people that names the value found and what was expected
 */
public record Violation(String path, String code, String message) {

  /** All of them in one line, {@code path: message; path: message}. */
  public static String join(List<Violation> violations) {
    return violations.stream().map(Violation::toString).collect(Collectors.joining("; "));
  }

  @Override
  public String toString() {
    return path.isEmpty() ? message : path + ": " + message;
  }
}
