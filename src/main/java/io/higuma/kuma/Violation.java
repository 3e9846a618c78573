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

  /**
   * The violation of an invalid value: {@code found}, of which a long text is shortened, is there,
   * but {@code expected} should be.
   */
  public static Violation ofValue(String path, String code, String found, String expected) {
    return new Violation(
        path, code, "value '" + QuotedText.of(found) + "' is not valid: expected " + expected);
  }

  /**
   * The violation of an invalid part of a value, such as an element of a list: {@code expected}
   * describes the whole value.
   */
  public static Violation ofPart(
      String path, String code, String found, String expected, String part) {
    return ofValue(path, code, found, expected + ", not '" + QuotedText.of(part) + "'");
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
