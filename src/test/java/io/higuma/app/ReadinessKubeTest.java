package io.higuma.app;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.higuma.testing.KubeTestResource;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.TestedControlPlane;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;

/** Health checks of a control plane that starts without RBAC permissions, until it stops. */
@NeedsKube
@QuarkusTest
@WithTestResource(
    value = KubeTestResource.class,
    initArgs = @ResourceArg(name = KubeTestResource.PERMITTED, value = "false"))
class ReadinessKubeTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  TestedControlPlane controlPlane;
  @Inject ProcessState state;

  @Test
  void reportsMissingPermissionsProblemsAndShutdown() {
    isNotReadyAndNamesWhatItCannotRead();
    isAliveWhileNotReady();

    KubeTestResource.permit(controlPlane.kube());
    controlPlane.awaitReady();
    controlPlane.get("/q/health/started").then().statusCode(200);

    isReadyAndNamesProblems();
    staysStartedWhenItStops();
  }

  private void isNotReadyAndNamesWhatItCannotRead() {
    await(
        () ->
            controlPlane
                .get("/ready")
                .then()
                .statusCode(503)
                .body(startsWith("not ready: "), containsString("Mesh")));
    controlPlane
        .get("/q/health/ready")
        .then()
        .statusCode(503)
        .body("status", is("DOWN"))
        .body("checks.find { it.name == 'caches' }.status", is("DOWN"))
        .body("checks.find { it.name == 'caches' }.data.missing", containsString("Mesh"))
        .body("checks.find { it.name == 'process' }.status", is("UP"))
        .body("checks.find { it.name == 'process' }", not(hasKey("data")));
    controlPlane.get("/q/health/started").then().statusCode(503);
    controlPlane.get("/q/health").then().statusCode(503).body("checks.status", hasItem("UP"));
  }

  private void isAliveWhileNotReady() {
    controlPlane.get("/healthy").then().statusCode(200).body(is("OK\n"));
    controlPlane.get("/q/health/live").then().statusCode(200).body("status", is("UP"));
  }

  private void isReadyAndNamesProblems() {
    controlPlane
        .kube()
        .kubectl(
            "create",
            "configmap",
            "higuma-config",
            "-nkuma-system",
            "--from-literal=overrides.yaml={runtime: {kubernetes: {injector: {cniEnabled: 7}}}}")
        .succeeded();
    var settings = "checks.find { it.name == 'settings' }.";
    await(
        () ->
            controlPlane
                .get("/q/health/ready")
                .then()
                .statusCode(200)
                .body(settings + "data.problems", containsString("cniEnabled"))
                .body(settings + "data.revision", is("1"))
                .body(settings + "status", is("UP")));
    controlPlane
        .get("/ready")
        .then()
        .statusCode(200)
        .body(startsWith("OK\nbut "), containsString("cniEnabled"));
  }

  private void staysStartedWhenItStops() {
    state.stopping();
    controlPlane.get("/ready").then().statusCode(503).body(is("not ready: stopping\n"));
    controlPlane.get("/q/health/ready").then().statusCode(503);
    controlPlane.get("/q/health/started").then().statusCode(200);
    controlPlane.get("/healthy").then().statusCode(200);
  }

  private static void await(ThrowingRunnable assertion) {
    Awaitility.await().atMost(LIMIT).untilAsserted(assertion);
  }
}
