package io.higuma.api;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The workloads that a change of settings affects, in a dry run and after the change. */
@QuarkusTest
class ChangedWorkloadsKubeTest extends WorkloadApi {
  private static final String LIVE = "/config/runtime/kubernetes/injector";
  private static final String CHANGE = "{\"containerPatches\": [\"limits\"]}";

  @Test
  void dryRunReportsChangedWorkloads() {
    patch();
    editor(CHANGE, true)
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
  }

  @Test
  void reportsOutdatedPodsAfterAChange() {
    patch();
    editor(CHANGE, false);
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
    inventory("shop").body(stateOf("web-") + "state", is("injected"));
  }

  private void patch() {
    shop.apply(
        "{apiVersion: kuma.io/v1alpha1, kind: ContainerPatch, metadata: {name: limits, namespace:"
            + " kuma-system}, spec: {sidecarPatch: [{op: replace, path: /resources/limits/memory,"
            + " value: '\"2Gi\"'}]}}");
  }

  private ValidatableResponse editor(String change, boolean dryRun) {
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
