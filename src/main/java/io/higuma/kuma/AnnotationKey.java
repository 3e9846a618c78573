package io.higuma.kuma;

import java.util.Map;
import java.util.Optional;

/**
 * An annotation with the one way to read its value.
 *
 * @param name the annotation's key
 * @param grammar reads a value
 * @param doc what it does, for the reference page
 * @param place the kind of object on which it counts
 * @param otherwise the setting that counts where it is absent; empty where there is none
 * @param <T> the type of a good value
 */
public record AnnotationKey<T>(
    String name, Grammar<T> grammar, String doc, Place place, String otherwise) {

  /** An annotation of Pods. */
  AnnotationKey(String name, Grammar<T> grammar, String doc) {
    this(name, grammar, doc, Place.POD, "");
  }

  /** The kinds of objects that carry annotations of the mesh. */
  public enum Place {
    POD("Pod"),
    SERVICE("Service"),
    CONTAINER_PATCH("ContainerPatch");

    private final String kind;

    Place(String kind) {
      this.kind = kind;
    }

    /** The kind as Kubernetes names it. */
    public String kind() {
      return kind;
    }
  }

  /** The same for objects of another kind. */
  AnnotationKey<T> on(Place where) {
    return new AnnotationKey<>(name, grammar, doc, where, otherwise);
  }

  /** The same with the setting that counts where it is absent. */
  AnnotationKey<T> otherwise(String setting) {
    return new AnnotationKey<>(name, grammar, doc, place, setting);
  }

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
