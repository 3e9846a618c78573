package io.higuma.api;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.higuma.testing.KubeUser;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
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
  void knowsWhoseSidecarIsConnected() throws IOException {
    insight(
        "early", "{id: '1', controlPlaneInstanceId: cp-1, connectTime: '2030-01-02T03:04:05Z'}");
    insight(
        "aside",
        "{id: '1', controlPlaneInstanceId: cp-1, connectTime: '2030-01-02T03:04:05Z',"
            + " disconnectTime: '2030-01-02T03:05:05Z'}");

    inventory("shop")
        .body("online", is(1))
        .body(proxyOf("early") + "online", is(true))
        .body(proxyOf("early") + "controlPlane", is("cp-1"))
        .body(proxyOf("early") + "rejected", is("no such cluster"))
        .body(proxyOf("aside") + "online", is(false))
        .body(proxyOf("aside") + "since", is("2030-01-02T03:05:05Z"))
        .body(proxyOf("web-") + "online", nullValue());
    inventory("plain").body("online", is(0));
    explain(json("{namespace: shop, name: early}"))
        .body("workloads[0].proxy.online", is(true))
        .body("workloads[0].proxy.rejected", is("no such cluster"));
  }

  private void insight(String pod, String subscription) {
    var kube = controlPlane.kube();
    kube.kubectlWith(
            """
            apiVersion: kuma.io/v1alpha1
            kind: DataplaneInsight
            mesh: default
            metadata:
              name: %s
              namespace: shop
              annotations: {higuma.io/rejected: no such cluster}
            status: {subscriptions: [%s]}
            """
                .formatted(pod, subscription),
            "apply",
            "-f",
            "-")
        .succeeded();
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

  private static String proxyOf(String pod) {
    return "pods.find { it.name.startsWith('" + pod + "') }.proxy.";
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
