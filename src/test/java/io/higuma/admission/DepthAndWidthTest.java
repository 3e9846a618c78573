package io.higuma.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Very deep requests are rejected, very wide requests are served. */
@DisplayName("reliability 2: depth and width")
class DepthAndWidthTest extends SharedWebhookFixture {
  private static final int DEEP = 100_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "{\"kind\":\"AdmissionReview\",\"future\":%s}",
        "{\"request\":{\"future\":%s}}",
        "{\"request\":{\"object\":%s}}",
        "{\"request\":{\"object\":{\"spec\":{\"future\":%s}}}}",
        "{\"request\":{\"object\":{\"spec\":{\"containers\":[%s]}}}}",
        "{\"request\":{\"object\":{\"metadata\":{\"annotations\":{\"a\":%s}}}}}",
      })
  void refusesGreatDepthWhereverItIs(String around) throws Exception {
    for (var deep : Stream.of("[", "{\"a\":").map(open -> open.repeat(DEEP)).toList()) {
      assertRefused(around.formatted(deep));
    }
    assertRefused(around.formatted("[".repeat(DEEP) + "]".repeat(DEEP)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9", "-9", "1e9", "0."})
  void refusesNumbersOfAMillionDigits(String begin) throws Exception {
    assertRefused("{\"future\":" + begin + "9".repeat(1_000_000) + "}");
  }

  static Stream<JsonNode> widePods() {
    var text = RunningWebhook.pod("text");
    text.withObject("/metadata/annotations").put("big", "x".repeat(1024 * 1024));
    var escaped = RunningWebhook.pod("escaped");
    escaped.withObject("/metadata/annotations").put("big", "\"\\\n\u00e9".repeat(256 * 1024));
    var many = RunningWebhook.pod("many");
    for (int i = 0; i < 50_000; i++) {
      many.withObject("/metadata/annotations").put("example.com/" + i, "value");
    }
    return Stream.of(text, escaped, many);
  }

  @ParameterizedTest
  @MethodSource("widePods")
  void injectsPodsOfGreatWidth(JsonNode pod) throws Exception {
    var answer = webhook.answer(RunningWebhook.review("demo", pod));
    assertThat(answer.path("patchType").asText()).isEqualTo("JSONPatch");
  }

  private static void assertRefused(String body) throws Exception {
    var response = webhook.inject(body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(RunningWebhook.JSON.readTree(response.body()).at("/response/allowed"))
        .isEqualTo(RunningWebhook.JSON.readTree("false"));
    var good = webhook.answer(RunningWebhook.review("demo", RunningWebhook.pod("good")));
    assertThat(good.path("patchType").asText()).isEqualTo("JSONPatch");
  }
}
