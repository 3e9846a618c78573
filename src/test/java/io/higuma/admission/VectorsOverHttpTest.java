package io.higuma.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.higuma.admission.RunningWebhook.Setup;
import io.higuma.inject.InjectVectors;
import io.higuma.inject.InjectVectors.Vector;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A sample of the recorded Kuma vectors over HTTP: the results are the same as from the library.
 */
class VectorsOverHttpTest {
  private static final int EVERY = 8;

  static Stream<Map.Entry<String, List<Vector>>> profiles() {
    return InjectVectors.all().stream()
        .collect(Collectors.groupingBy(Vector::profile))
        .entrySet()
        .stream();
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void comesOutAsOfKuma(Map.Entry<String, List<Vector>> profile) throws Exception {
    var setup = Setup.defaults().with(InjectVectors.settings(profile.getKey()));
    try (var webhook = new RunningWebhook(setup)) {
      for (int i = 0; i < profile.getValue().size(); i += EVERY) {
        check(webhook, profile.getValue().get(i));
      }
    }
  }

  private static void check(RunningWebhook webhook, Vector vector) throws Exception {
    var answer = webhook.answer(RunningWebhook.review(vector.namespace(), vector.pod()));
    assertThat(answer.path("allowed").asBoolean())
        .as(vector.name())
        .isEqualTo(vector.patched().isPresent());
    if (vector.patched().isPresent()) {
      assertThat(InjectVectors.normalised(patched(vector.pod(), answer)))
          .as(vector.name())
          .isEqualTo(InjectVectors.normalised(vector.patched().get()));
    }
  }

  private static JsonNode patched(JsonNode pod, JsonNode answer) throws Exception {
    return answer.has("patch")
        ? JsonPatch.apply(RunningWebhook.JSON.readTree(answer.path("patch").binaryValue()), pod)
        : pod;
  }
}
