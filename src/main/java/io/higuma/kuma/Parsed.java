package io.higuma.kuma;

import java.util.function.Function;

/**
 * Result of parsing one value of user input: the value, or a violation.
 *
 * @param <T> the type of a valid value
 */
public sealed interface Parsed<T> {

  /** A valid value. */
  record Good<T>(T value) implements Parsed<T> {}

  /** An invalid value and its violation. */
  record Bad<T>(Violation violation) implements Parsed<T> {}

  /** A valid value. */
  static <T> Parsed<T> good(T value) {
    return new Good<>(value);
  }

  /** An invalid value: {@code path} holds {@code found}, but {@code expected} was expected. */
  static <T> Parsed<T> bad(String path, String code, String found, String expected) {
    return new Bad<>(Violation.ofValue(path, code, found, expected));
  }

  /** An invalid value of which {@code part} is not as {@code expected}. */
  static <T> Parsed<T> badPart(
      String path, String code, String found, String expected, String part) {
    return new Bad<>(Violation.ofPart(path, code, found, expected, part));
  }

  /** Applies a function to a valid value. */
  default <R> Parsed<R> map(Function<? super T, ? extends R> change) {
    return switch (this) {
      case Good<T>(T value) -> new Good<>(change.apply(value));
      case Bad<T>(Violation violation) -> new Bad<>(violation);
    };
  }

  /** Applies a function that can fail to a valid value. */
  default <R> Parsed<R> flatMap(Function<? super T, Parsed<R>> read) {
    return switch (this) {
      case Good<T>(T value) -> read.apply(value);
      case Bad<T>(Violation violation) -> new Bad<>(violation);
    };
  }
}
