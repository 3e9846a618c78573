package io.higuma.settings;

import io.higuma.kuma.Violation;
import java.util.List;
import java.util.function.Function;

/**
 * What came of reading something that may be wrong in several places.
 *
 * @param <T> the type of what is good
 */
public sealed interface Validated<T> {

  /** Nothing is wrong. */
  record Good<T>(T value) implements Validated<T> {}

  /** Everything that is wrong; never empty. */
  record Bad<T>(List<Violation> violations) implements Validated<T> {}

  /** One thing is wrong. */
  static <T> Validated<T> bad(String path, String code, String message) {
    return new Bad<>(List.of(new Violation(path, code, message)));
  }

  /** The same with what is good read further. */
  default <R> Validated<R> then(Function<? super T, Validated<R>> read) {
    return switch (this) {
      case Good<T>(T value) -> read.apply(value);
      case Bad<T>(List<Violation> violations) -> new Bad<>(violations);
    };
  }
}
