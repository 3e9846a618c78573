package io.higuma.kuma;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Validation error of user input. Violations are collected and reported together.
 *
 * @param path its location: a JSON path, a setting's key or an annotation's key
 * @param code a stable snake_case code for metrics and clients
 * @param message a human-readable sentence with the value found and the value expected
 */
public record Violation(String path, String code, String message) {

  /** The violation of an invalid value: {@code found} is there, but {@code expected} should be. */
  public static Violation ofValue(String path, String code, String found, String expected) {
    return new Violation(path, code, "value '" + found + "' is not valid: expected " + expected);
  }

  /** Joins violations into one line, {@code path: message; path: message}. */
  public static String join(List<Violation> violations) {
    return violations.stream().map(Violation::toString).collect(Collectors.joining("; "));
  }

  @Override
  public String toString() {
    return path.isEmpty() ? message : path + ": " + message;
  }
}
