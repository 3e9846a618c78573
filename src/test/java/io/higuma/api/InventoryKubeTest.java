package io.higuma.api;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.higuma.testing.KubeUser;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@code GET /inventory}, and of the authorization of all workload requests. */
@QuarkusTest
class InventoryKubeTest extends WorkloadApi {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void knowsHowEachPodStands() {
    inventory("")
        .body(stateOf("web-") + "state", is("injected"))
        .body(stateOf("own-") + "state", is("injected"))
        .body(stateOf("early") + "state", is("missing"))
        .body(stateOf("early") + "message", containsString("without passing the webhook"))
        .body(stateOf("aside") + "state", is("skipped"))
        .body(stateOf("lonely") + "reason", is("not_labelled"));
    inventory("plain").body("pods.name", is(List.of("lonely"))).body("counts.skipped", is(1));
    inventory("shop").body("counts.injected", is(2)).body("counts.missing", is(1));
  }

  @Test
  void leaderReportsTheCountsAsAMetric() {
    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              Map<String, Integer> counts = inventory("").extract().path("counts");
              var metrics = controlPlane.get("/metrics").then();
              counts.forEach(
                  (state, count) ->
                      metrics.body(
                          containsString(
                              "higuma_pods{state=\"%s\"} %d.0\n".formatted(state, count))));
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "..", "../x", "a/b", "a%2fb", "a?b", "a#b", "A", "ä"})
  void refusesWhatCannotBeANamespace(String name) {
    isBadName(operator().queryParam("namespace", name).get("/inventory"), "namespace", name);
  }

  @Test
  void requiresAuthorization() {
    nobody().get("/inventory").then().statusCode(401);
    as(KubeUser.DEVELOPER).get("/inventory").then().statusCode(403);
    for (var path : List.of("/explain", "/preview")) {
      as(KubeUser.DEVELOPER)
          .body("{}")
          .post(path)
          .then()
          .statusCode(403)
          .body("detail", containsString("no right to get " + path));
    }
  }
}
