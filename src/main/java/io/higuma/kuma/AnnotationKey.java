package io.higuma.kuma;

import java.util.Map;
import java.util.Optional;

/**
 * An annotation with the one way to read its value.
 *
 * @param name the annotation's key
 * @param grammar reads a value
 * @param doc what it does, for the reference page
 * @param <T> the type of a good value
 */
public record AnnotationKey<T>(String name, Grammar<T> grammar, String doc) {

  /**
   * Reads a value.
   *
   * @param <T> the type of a good value
   */
  @FunctionalInterface
  public interface Grammar<T> {
    /** The value that stands under {@code key}, read. */
    Parsed<T> read(String key, String value);
  }

  /** The value among these annotations; empty where the annotation is absent. */
  public Optional<Parsed<T>> in(Map<String, String> annotations) {
    var value = annotations.get(name);
    return value == null ? Optional.empty() : Optional.of(grammar.read(name, value));
  }

  /** The good value among these annotations; empty where it is absent or bad. */
  public Optional<T> goodIn(Map<String, String> annotations) {
    return in(annotations)
        .flatMap(
            parsed ->
                switch (parsed) {
                  case Parsed.Good<T>(T value) -> Optional.of(value);
                  case Parsed.Bad<T> _ -> Optional.empty();
                });
  }
}
