package io.higuma.kuma;

import java.util.Map;
import java.util.Optional;

/**
 * Annotation key with the parser of its value.
 *
 * @param name the annotation's key
 * @param parser parses a value
 * @param doc description for the reference page
 * @param place the kind of object that it is read from
 * @param defaultSetting the setting that applies if it is absent; empty if there is none
 * @param mayBeEmpty whether an empty value means the same as an absent annotation
 * @param <T> the type of a valid value
 */
public record AnnotationKey<T>(
    String name,
    Parser<T> parser,
    String doc,
    Place place,
    String defaultSetting,
    boolean mayBeEmpty) {

  /** An annotation of Pods. */
  AnnotationKey(String name, Parser<T> parser, String doc) {
    this(name, parser, doc, Place.POD, "", false);
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

    /** The Kubernetes kind. */
    public String kind() {
      return kind;
    }
  }

  /** A copy for objects of another kind. */
  AnnotationKey<T> on(Place where) {
    return new AnnotationKey<>(name, parser, doc, where, defaultSetting, mayBeEmpty);
  }

  /** A copy with the setting that applies if it is absent. */
  AnnotationKey<T> defaultSetting(String setting) {
    return new AnnotationKey<>(name, parser, doc, place, setting, mayBeEmpty);
  }

  /** A copy for which an empty value means the same as an absent annotation. */
  AnnotationKey<T> orEmpty() {
    return new AnnotationKey<>(name, parser, doc, place, defaultSetting, true);
  }

  /**
   * Parses a value.
   *
   * @param <T> the type of a valid value
   */
  @FunctionalInterface
  public interface Parser<T> {
    /** Parses the value of {@code key}. */
    Parsed<T> read(String key, String value);
  }

  /** Parses the annotation; empty if it is absent, or has an empty value that means so. */
  public Optional<Parsed<T>> in(Map<String, String> annotations) {
    return Optional.ofNullable(annotations.get(name))
        .filter(value -> !mayBeEmpty || !value.isEmpty())
        .map(value -> parser.read(name, value));
  }

  /** The valid value; empty if it is absent or invalid. */
  public Optional<T> validIn(Map<String, String> annotations) {
    return in(annotations)
        .flatMap(
            parsed ->
                switch (parsed) {
                  case Parsed.Good<T>(T value) -> Optional.of(value);
                  case Parsed.Bad<T> _ -> Optional.empty();
                });
  }
}
