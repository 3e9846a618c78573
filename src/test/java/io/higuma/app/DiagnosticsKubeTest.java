package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;

import io.higuma.testing.KubeTestResource;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.TestedControlPlane;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health checks and metrics of a healthy control plane. */
@NeedsKube
@QuarkusTest
@WithTestResource(
    value = KubeTestResource.class,
    initArgs = @ResourceArg(name = "KUMA_API_SERVER_AUTHN_LOCALHOST_IS_ADMIN", value = "false"))
class DiagnosticsKubeTest {
  TestedControlPlane controlPlane;

  @BeforeEach
  void isReady() {
    controlPlane.awaitReady();
  }

  @Test
  void reportsReadinessAndLivenessAsText() {
    controlPlane
        .get("/ready")
        .then()
        .statusCode(200)
        .contentType("text/plain;charset=utf-8")
        .body(startsWith("OK\n"));
    controlPlane.get("/healthy").then().statusCode(200).body(is("OK\n"));
  }

  @Test
  void namesEachPartThatIsReady() {
    controlPlane
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("status", is("UP"))
        .body(
            "checks.name",
            containsInAnyOrder("process", "certificate", "caches", "kubernetes", "settings"))
        .body("checks.status", everyItem(is("UP")))
        .body("checks.find { it.name == 'settings' }.data.revision", matchesPattern("\\d+"))
        .body("checks.find { it.name == 'certificate' }.data.fingerprint", not(equalTo("")));
  }

  @Test
  void namesEachPartThatIsAlive() {
    controlPlane
        .get("/q/health/live")
        .then()
        .statusCode(200)
        .body("checks.name", containsInAnyOrder("loops", "leader loop"))
        .body("checks.find { it.name == 'leader loop' }.data.elects", is("true"))
        .body("checks.find { it.name == 'leader loop' }.data.leads", oneOf("true", "false"));
  }

  @Test
  void namesAllPartsAndThatItHasStarted() {
    controlPlane
        .get("/q/health/started")
        .then()
        .statusCode(200)
        .body("checks.name", containsInAnyOrder("started"));
    controlPlane.get("/q/health").then().statusCode(200).body("checks.size()", is(8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "higuma_build_info{",
        "higuma_leader",
        "higuma_loop_turns_total{loop=\"election\"",
        "jvm_memory_used_bytes{",
        "jvm_gc_",
        "process_cpu_usage",
        "process_start_time_seconds",
      })
  void showsTheMetric(String metric) {
    assertThat(controlPlane.get("/metrics").then().statusCode(200).extract().asString().lines())
        .anyMatch(line -> line.startsWith(metric));
  }

  @Test
  void countsTheRequestsOfTheApi() {
    RestAssured.get("/config").then().statusCode(401);
    assertThat(controlPlane.get("/metrics").asString())
        .containsPattern("http_server_requests_seconds_count\\{.*status=\"401\",uri=\"/config\"} ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/readyz", "/config", "/openapi", "/ready/more"})
  void hasNothingElse(String path) {
    controlPlane.get(path).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ready", "/healthy"})
  void isOnlyRead(String path) {
    var uri = controlPlane.diagnostics().resolve(path);
    RestAssured.given().post(uri).then().statusCode(405);
    RestAssured.given().delete(uri).then().statusCode(405);
    RestAssured.given().head(uri).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ready", "/healthy", "/metrics", "/q/health"})
  void isNotPartOfTheApi(String path) {
    RestAssured.get(path).then().statusCode(404);
  }
}
