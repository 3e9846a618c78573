package io.higuma.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.containsStringIgnoringCase;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.higuma.testing.KubeUser;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import io.restassured.RestAssured;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reads of the configuration over HTTP. */
@NeedsKube
@NeedsPackage
class ConfigApiReadingKubeTest extends ConfigApiReplicas {
  @Test
  void showsTheWholeConfigurationInKumasForm() {
    viewer()
        .get("/config")
        .then()
        .statusCode(200)
        .body("runtime.kubernetes.injector.sidecarContainer.drainTime", is("20s"))
        .body("runtime.kubernetes.injector.sidecarContainer.uid", is(1234))
        .body("experimental.sidecarContainers", is(true))
        .body("apiServer.authn.localhostIsAdmin", is(false));
  }

  @Test
  void showsWhereEachValueComesFrom() {
    merge("/sidecarContainer", "{\"gid\": 99}").statusCode(200);
    var origins = "origins.'runtime.kubernetes.injector.";

    viewer()
        .get(LIVE)
        .then()
        .statusCode(200)
        .header("ETag", startsWith("\""))
        .header("Cache-Control", "no-cache")
        .body("path", is("runtime.kubernetes.injector"))
        .body("value.sidecarContainer.gid", is(99))
        .body(origins + "cniEnabled'.from", is("default"))
        .body(origins + "containerPatches'.from", is("file"))
        .body(origins + "containerPatches'.name", is(one.file().toAbsolutePath().toString()))
        .body(origins + "sidecarContainer.uid'.from", is("env"))
        .body(
            origins + "sidecarContainer.uid'.name",
            is("KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_UID"))
        .body(origins + "sidecarContainer.gid'.from", is("override"))
        .body("overridden.'runtime.kubernetes.injector.sidecarContainer.gid'.value", is(5678))
        .body(
            "overridden.'runtime.kubernetes.injector.sidecarContainer.gid'.origin.from",
            is("default"));
  }

  @Test
  void showsSingleValues() {
    viewer()
        .get(LIVE + "/sidecarContainer/waitForDataplaneReady")
        .then()
        .statusCode(200)
        .body("value", is(false));
    viewer().get(LIVE + "/containerPatches").then().body("value", is(List.of("from-file")));
    viewer().get("/config/apiServer/http").then().body("value.port", is(RestAssured.port));
    viewer().get(LIVE + "/nothing").then().statusCode(404);
    viewer().get("/config/runtime.kubernetes.injector").then().statusCode(404);
  }

  @Test
  void tagIsTheSameUntilSomethingBelowChanges() {
    var tag = tag("/sidecarContainer");

    viewer().header("If-None-Match", tag).get(LIVE + "/sidecarContainer").then().statusCode(304);

    merge("", "{\"cniEnabled\": true}").statusCode(200);
    assertThat(tag("/sidecarContainer")).isEqualTo(tag);

    merge("/sidecarContainer", "{\"drainTime\": \"33s\"}").statusCode(200);
    assertThat(tag("/sidecarContainer")).isNotEqualTo(tag);
  }

  @Test
  void isServedUnderTheBasePath() throws Exception {
    var environment = Map.of("KUMA_API_SERVER_BASE_PATH", "/mesh/");
    RestAssured.replaceFiltersWith(List.of());
    try (var based = ConfigReplica.start(kube, one.file(), environment)) {
      based.receiveRequests();
      viewer().get("/mesh" + LIVE + "/cniEnabled").then().statusCode(200);
      viewer().get(LIVE + "/cniEnabled").then().statusCode(404);
      var document = OpenApiContract.read().document();
      assertThat(document.at("/servers/0/url").asText()).isEqualTo("/mesh");
      viewer()
          .get("/mesh/gui/config?q=cniEnabled")
          .then()
          .statusCode(200)
          .body(
              containsString("\"/mesh/gui/assets/page.css\""),
              containsString("\"/mesh/gui" + LIVE + "/cniEnabled\""),
              containsString("hx-get=\"/mesh/gui/config\""));
      signsInUnderTheBasePath();
    } finally {
      one.receiveRequests();
    }
  }

  private static void signsInUnderTheBasePath() {
    var unknown = Map.of("Authorization", "Bearer unknown", "HX-Request", "true");
    given()
        .headers(unknown)
        .get("/mesh/gui/workloads")
        .then()
        .statusCode(401)
        .header("HX-Redirect", "/mesh/gui/sign-in")
        .body(
            containsString("action=\"/mesh/gui/sign-in\""),
            containsString("name=\"to\" value=\"/gui/workloads\""));
    given()
        .redirects()
        .follow(false)
        .header("Sec-Fetch-Site", "same-origin")
        .formParam("token", KubeUser.DEVELOPER.token())
        .formParam("to", "/gui/config")
        .post("/mesh/gui/sign-in")
        .then()
        .statusCode(303)
        .header("Location", "/mesh/gui/config")
        .header("Set-Cookie", containsStringIgnoringCase("Path=/mesh/gui;"));
  }

  @Test
  void describesItself() {
    assertThat(contract.document().at("/paths").properties())
        .extracting(Map.Entry::getKey)
        .contains(
            "/config",
            "/config/{path}",
            "/config/runtime/kubernetes/injector/history",
            "/config/runtime/kubernetes/injector/rollback/{revision}");
    assertThat(contract.document().at("/components/securitySchemes/token/scheme").asText())
        .isEqualTo("bearer");
  }

  @Test
  void logsNoToken() {
    as("secret-of-nobody").get("/config").then().statusCode(401);
    as(KubeUser.CONTROL_PLANE.token()).get("/config").then().statusCode(403);
    merge("", "{\"cniEnabled\": true}").statusCode(200);
    var log = one.log();
    assertThat(log).contains("changed cniEnabled").doesNotContain("secret-of-nobody");
    for (var user : KubeUser.values()) {
      assertThat(log).doesNotContain(user.token());
    }
  }
}
