package io.higuma.kuma;

import java.util.function.Function;

/**
 * What came of reading one value that a user wrote.
 *
 * @param <T> the type of a good value
 */
public sealed interface Parsed<T> {

  /** A good value. */
  record Good<T>(T value) implements Parsed<T> {}

  /** A bad value and what is wrong with it. */
  record Bad<T>(Violation violation) implements Parsed<T> {}

  /** A good value. */
  static <T> Parsed<T> good(T value) {
    return new Good<>(value);
  }

  /** A bad value: {@code path} holds {@code found}, but {@code expected} was expected. */
  static <T> Parsed<T> bad(String path, String code, String found, String expected) {
    return new Bad<>(
        new Violation(path, code, "value '" + found + "' is not valid: expected " + expected));
  }

  /** The same with the good value changed. */
  default <R> Parsed<R> map(Function<? super T, ? extends R> change) {
    return switch (this) {
      case Good<T>(T value) -> new Good<>(change.apply(value));
      case Bad<T>(Violation violation) -> new Bad<>(violation);
    };
  }

  /** The same with the good value read once more. */
  default <R> Parsed<R> flatMap(Function<? super T, Parsed<R>> read) {
    return switch (this) {
      case Good<T>(T value) -> read.apply(value);
      case Bad<T>(Violation violation) -> new Bad<>(violation);
    };
  }
}
