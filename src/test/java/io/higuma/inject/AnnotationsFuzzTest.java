package io.higuma.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.higuma.kuma.AnnotationKey;
import io.higuma.kuma.Annotations;
import io.higuma.kuma.EbpfAnnotations;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Any two annotations with any values inject the Pod with safe arguments, or reject it. */
class AnnotationsFuzzTest {
  private static final List<String> KEYS =
      Stream.of(Annotations.class, EbpfAnnotations.class)
          .flatMap(holder -> Arrays.stream(holder.getFields()))
          .map(AnnotationsFuzzTest::key)
          .toList();

  private static final List<SidecarInjector> INJECTORS =
      List.of(
          Pods.injector(Map.of()),
          Pods.injector(Map.of("KUMA_EXPERIMENTAL_SIDECAR_CONTAINERS", "false")),
          Pods.injector(
              Map.of(
                  "KUMA_RUNTIME_KUBERNETES_INJECTOR_TRANSPARENT_PROXY_CONFIGMAP_NAME",
                  "kuma-transparent-proxy-config")));

  private static String key(Field field) {
    try {
      return field.get(null) instanceof AnnotationKey<?> key
          ? key.name()
          : (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @FuzzTest(maxDuration = "15s")
  void anyValuesAreInjectedAsArgumentsOrRejected(
      int first, @Nullable String value, int second, @Nullable String other) throws IOException {
    var pod =
        Pods.annotated(
            value == null || other == null
                ? Map.of()
                : key(first).equals(key(second))
                    ? Map.of(key(first), value)
                    : Map.of(key(first), value, key(second), other));
    for (var injector : INJECTORS) {
      switch (injector.decide(PodReader.read(pod), "demo", Pods.CLUSTER)) {
        case Decision.Inject inject ->
            assertSafeArguments(JsonPatch.apply(inject.patch().toJson(), pod));
        case Decision.Skip skip -> assertThat(skip.message()).isNotBlank();
        case Decision.Reject reject -> {
          assertThat(reject.violations()).isNotEmpty();
          assertThat(reject.reason()).isNotEqualTo(RejectReason.INTERNAL_ERROR);
        }
      }
    }
  }

  private static String key(int choice) {
    return KEYS.get(Math.floorMod(choice, KEYS.size()));
  }

  /** Each argument of the injected containers is a known word or one flag with its value. */
  private static void assertSafeArguments(JsonNode pod) {
    Stream.of("/spec/containers", "/spec/initContainers")
        .flatMap(list -> pod.at(list).valueStream())
        .filter(container -> container.path("name").asText().startsWith("kuma-"))
        .flatMap(container -> container.path("args").valueStream())
        .forEach(
            argument ->
                assertThat(argument.asText())
                    .matches("run|--[a-z-]+|--[a-z-]+=[A-Za-z0-9.,:;*/$()_-]+"));
  }
}
