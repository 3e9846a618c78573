package io.higuma.settings;

import io.higuma.kuma.Violation;
import java.util.List;
import java.util.function.Function;

/**
 * A result that is a value or a list of violations.
 *
 * @param <T> the type of the value
 */
public sealed interface Validated<T> {

  /** A valid value. */
  record Good<T>(T value) implements Validated<T> {}

  /** The violations; never empty. */
  record Bad<T>(List<Violation> violations) implements Validated<T> {}

  /** A single violation. */
  static <T> Validated<T> bad(String path, String code, String message) {
    return new Bad<>(List.of(new Violation(path, code, message)));
  }

  /** Maps a valid value; keeps violations. */
  default <R> Validated<R> then(Function<? super T, Validated<R>> read) {
    return switch (this) {
      case Good<T>(T value) -> read.apply(value);
      case Bad<T>(List<Violation> violations) -> new Bad<>(violations);
    };
  }
}
