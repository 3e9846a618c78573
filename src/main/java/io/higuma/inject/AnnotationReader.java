package io.higuma.inject;

import io.higuma.inject.Trace.Stage;
import io.higuma.kuma.AnnotationKey;
import io.higuma.kuma.Parsed;
import java.util.Map;
import java.util.Optional;

/** Reads a Pod's annotations; a bad value is noted down and read as absent. */
record AnnotationReader(Map<String, String> annotations, DecisionNotes notes) {

  <T> Optional<T> get(AnnotationKey<T> key) {
    return key.in(annotations)
        .flatMap(
            parsed ->
                switch (parsed) {
                  case Parsed.Good<T>(T value) -> Optional.of(value);
                  case Parsed.Bad<T>(var violation) -> {
                    notes.refuse(Stage.ANNOTATIONS, RejectReason.BAD_ANNOTATION, violation);
                    yield Optional.empty();
                  }
                });
  }

  <T> T get(AnnotationKey<T> key, T otherwise) {
    return get(key).orElse(otherwise);
  }

  boolean has(AnnotationKey<?> key) {
    return annotations.containsKey(key.name());
  }
}
