package io.higuma.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.higuma.testing.KubeUser;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
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

  @AfterEach
  void restore() {
    controlPlane.kube().kubectl("delete", "dataplaneinsights", "--all", "-n", "shop").succeeded();
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

  @Test
  void listsPagesThatLeadToEachOther() {
    var first =
        fresh()
            .queryParam("namespace", "shop")
            .queryParam("size", 3)
            .get("/inventory")
            .then()
            .statusCode(200)
            .body("pods.size()", is(3))
            .body("total", is(4))
            .body("counts.injected", is(2))
            .body("counts.missing", is(1));
    String next = first.extract().path("next");
    List<String> names = new ArrayList<>(first.extract().<List<String>>path("pods.name"));

    var second = operator().get(next).then().statusCode(200).body("next", nullValue());

    names.addAll(second.body("pods.size()", is(1)).extract().path("pods.name"));
    assertThat(names).doesNotHaveDuplicates().hasSize(4);
  }

  @Test
  void filtersByState() {
    fresh()
        .queryParam("state", "missing")
        .get("/inventory")
        .then()
        .statusCode(200)
        .body("pods.name", hasItem("early"))
        .body("pods.injection.state", everyItem(is("missing")))
        .body("counts.injected", is(0));
  }

  @Test
  void listsWorkloadsWithTheStatesOfTheirPods() {
    fresh()
        .queryParam("namespace", "shop")
        .get("/inventory/workloads")
        .then()
        .statusCode(200)
        .body("total", is(4))
        .body("workloads.name", is(List.of("own", "web", "aside", "early")))
        .body("workloads[1].kind", is("Deployment"))
        .body("workloads[1].counts", is(Map.of("injected", 1)))
        .body("workloads[3].reason", containsString("without passing the webhook"));
  }

  @Test
  void requestsOfAMomentGetTheSameInventory() {
    var at = operator().get("/inventory").then().statusCode(200).extract().<String>path("at");
    var same =
        Stream.generate(() -> operator().get("/inventory").<String>path("at"))
            .limit(20)
            .filter(at::equals);
    assertThat(same).isNotEmpty();
    var now = fresh().get("/inventory").then().statusCode(200).extract().<String>path("at");
    assertThat(Instant.parse(now)).isAfter(Instant.parse(at));
  }

  @Test
  void refusesBadParametersAllTogether() {
    for (var path : List.of("/inventory", "/inventory/workloads")) {
      operator()
          .queryParam("state", "gone")
          .queryParam("size", "0")
          .get(path)
          .then()
          .statusCode(400)
          .body("problems.path", is(List.of("state", "size")))
          .body("problems[0].message", containsString("expected one of injected, outdated"))
          .body("problems[1].message", containsString("expected an integer from 1 to 1000"));
    }
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
    for (var path : List.of("/inventory", "/inventory/workloads")) {
      nobody().get(path).then().statusCode(401);
      as(KubeUser.DEVELOPER).get(path).then().statusCode(403);
    }
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
