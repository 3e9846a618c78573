package io.higuma.inject;

import io.higuma.inject.Trace.Stage;
import io.higuma.kuma.AnnotationKey;
import io.higuma.kuma.Parsed;
import java.util.Map;
import java.util.Optional;

/** Reads a Pod's annotations; adds a violation for an invalid value and treats it as absent. */
record AnnotationReader(Map<String, String> annotations, DecisionNotes notes) {

  <T> Optional<T> get(AnnotationKey<T> key) {
    return key.in(annotations)
        .flatMap(
            parsed ->
                switch (parsed) {
                  case Parsed.Good<T>(T value) -> Optional.of(value);
                  case Parsed.Bad<T>(var violation) -> {
                    notes.reject(Stage.ANNOTATIONS, RejectReason.BAD_ANNOTATION, violation);
                    yield Optional.empty();
                  }
                });
  }

  <T> T get(AnnotationKey<T> key, T defaultValue) {
    return get(key).orElse(defaultValue);
  }

  boolean has(AnnotationKey<?> key) {
    return annotations.containsKey(key.name());
  }
}
