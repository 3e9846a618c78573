package io.higuma.cli;

import static io.higuma.cli.ShopCluster.inventory;
import static io.higuma.cli.ShopCluster.operator;
import static io.higuma.cli.ShopCluster.stateOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.higuma.api.OpenApiContract;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The inventory of a running control plane on a real API server, before and after changes. */
@QuarkusTest
@NeedsKube
class InventoryKubeTest {
  private static final String LIVE = "/config/runtime/kubernetes/injector";

  private static ShopCluster shop;
  private static OpenApiContract contract;

  @BeforeAll
  static void start(LocalKubeApi kube) {
    shop = ShopCluster.start(kube);
    shop.fill();
  }

  @AfterAll
  static void stop() {
    if (shop != null) {
      shop.close();
    }
  }

  @BeforeEach
  void startAnew() throws Exception {
    if (contract == null) {
      contract = OpenApiContract.read();
    }
    RestAssured.replaceFiltersWith(contract);
  }

  @Test
  void knowsHowEachPodStands() {
    inventory("")
        .body(stateOf("web-") + "state", is("injected"))
        .body(stateOf("early") + "state", is("missing"))
        .body(stateOf("early") + "message", containsString("without passing the webhook"))
        .body(stateOf("aside") + "state", is("skipped"))
        .body(stateOf("lonely") + "reason", is("not_labelled"));
    inventory("plain").body("pods.name", is(List.of("lonely"))).body("counts.skipped", is(1));
    assertThat(metrics())
        .contains("higuma_pods{state=\"injected\"} 2.0", "higuma_pods{state=\"missing\"} 1.0");
  }

  private static String metrics() {
    // Not part of the API and its document.
    try (var in =
        new URI("http://localhost:" + shop.controlPlane().server().diagnosticsPort() + "/metrics")
            .toURL()
            .openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException | URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void tellsBeforeAndAfterAChangeWhatItMeans() {
    patches("limits");
    var change = "{\"containerPatches\": [\"limits\"]}";
    editor(change, true)
        .body("workloads.complete", is(true))
        .body("workloads.changed.owner", is(List.of("Deployment/web", "Pod/early")))
        .body("workloads.changed.namespace", everyItem(equalTo("shop")))
        .body(
            "workloads.changed[0].diff",
            containsString("\n-        memory: 512Mi\n+        memory: 2Gi\n"))
        .body("workloads.changed[0].diff", not(containsString("hidden-from-viewers")));
    editor("{\"containerPatches\": [\"absent\"]}", true)
        .body("workloads.changed[0].diff", containsString("+refused: "));
    inventory("shop").body(stateOf("web-") + "state", is("injected"));

    editor(change, false);
    try {
      inventory("shop")
          .body(stateOf("own-") + "state", is("injected"))
          .body(stateOf("web-") + "state", is("outdated"))
          .body(stateOf("web-") + "reasons", hasItem(containsString("limits")))
          .body(
              stateOf("web-") + "changes",
              hasItem(containsString("kuma-sidecar /resources/limits/memory: 512Mi, now 2Gi")))
          .body("counts", hasEntry("outdated", 1));
    } finally {
      operator().header("If-Match", "*").delete(LIVE).then().statusCode(200);
    }
  }

  private static void patches(String name) {
    shop.apply(
        ("{apiVersion: kuma.io/v1alpha1, kind: ContainerPatch, metadata: {name: %s, namespace:"
                + " kuma-system}, spec: {sidecarPatch: [{op: replace, path:"
                + " /resources/limits/memory, value: '\"2Gi\"'}]}}")
            .formatted(name));
  }

  private static ValidatableResponse editor(String change, boolean dryRun) {
    return operator()
        .contentType("application/merge-patch+json")
        .header("If-Match", "*")
        .queryParam("dryRun", dryRun)
        .body(change)
        .patch(LIVE)
        .then()
        .statusCode(200);
  }
}
