package io.higuma.dataplane;

import static io.higuma.dataplane.Subject.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final String PREFIX = "prometheus.metrics.kuma.io/";

  @Test
  void withoutAnnotationsThereAreNone() {
    assertThat(pod().dataplane().spec().has("metrics")).isFalse();
  }

  @Test
  void pathAndPortAreTheSidecars() {
    JsonNode metrics =
        metrics(pod().annotation(PREFIX + "path", "/m").annotation(PREFIX + "port", "5670"));
    assertThat(metrics)
        .hasToString("{\"type\":\"prometheus\",\"conf\":{\"path\":\"/m\",\"port\":5670}}");
  }

  @Test
  void applicationsAreListedByName() {
    JsonNode apps =
        metrics(
                pod()
                    .annotation(PREFIX + "aggregate-my-db-port", "9000")
                    .annotation(PREFIX + "aggregate-app-port", "8080")
                    .annotation(PREFIX + "aggregate-app-path", "/stats")
                    .annotation(PREFIX + "aggregate-app-address", "127.0.0.1"))
            .path("conf")
            .path("aggregate");
    assertThat(apps.path(0))
        .hasToString(
            "{\"name\":\"app\",\"path\":\"/stats\",\"address\":\"127.0.0.1\",\"port\":8080,\"enabled\":true}");
    assertThat(apps.path(1))
        .hasToString("{\"name\":\"my-db\",\"path\":\"/metrics\",\"port\":9000,\"enabled\":true}");
  }

  @Test
  void anApplicationThatIsOffStaysListedAndNeedsNoPort() {
    JsonNode app =
        metrics(pod().annotation(PREFIX + "aggregate-app-enabled", "false"))
            .path("conf")
            .path("aggregate")
            .path(0);
    assertThat(app).hasToString("{\"name\":\"app\",\"path\":\"/metrics\",\"enabled\":false}");
  }

  @Test
  void anApplicationThatIsOnNeedsItsPort() {
    assertThat(pod().annotation(PREFIX + "aggregate-app-path", "/stats").failures())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(ConversionProblem.Code.MISSING_ANNOTATION);
              assertThat(problem.path()).isEqualTo(PREFIX + "aggregate-app-port");
            });
  }

  @Test
  void aBadPortFailsOnce() {
    assertThat(pod().annotation(PREFIX + "aggregate-app-port", "many").failures()).hasSize(1);
  }

  private static JsonNode metrics(Subject pod) {
    return pod.dataplane().spec().path("metrics");
  }
}
