package io.higuma.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.AnnotationKey;
import io.higuma.kuma.AnnotationsReference;
import io.higuma.settings.Catalogue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that an annotation with the value of its default setting changes nothing. */
class AnnotationDefaultsTest {
  static List<AnnotationKey<?>> keysWithSetting() {
    return AnnotationsReference.whenCreated().stream()
        .filter(key -> !key.defaultSetting().isEmpty())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("keysWithSetting")
  void annotationWithTheSettingsValueChangesNothing(AnnotationKey<?> key) {
    var standard = Catalogue.byPath(key.defaultSetting()).orElseThrow().defaultText();

    assertThat(without(key, Map.of(key.name(), standard))).isEqualTo(without(key, Map.of()));
  }

  private static JsonNode without(AnnotationKey<?> key, Map<String, String> annotations) {
    var pod = Pods.injected(Pods.annotated(annotations), Map.of());
    ((ObjectNode) pod.at("/metadata/annotations")).remove(key.name());
    return pod;
  }
}
