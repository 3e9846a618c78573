package io.higuma.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.higuma.testing.KubeUser;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import io.restassured.http.ContentType;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Authorization of reads and changes of the configuration. */
@NeedsKube
@NeedsPackage
class ConfigApiRightsKubeTest extends ConfigApiReplicas {
  @Test
  void needsATokenThatTheClusterKnows() {
    given()
        .get("/config")
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .header("WWW-Authenticate", startsWith("Bearer"))
        .body("title", is("A bearer token is needed"));
    given()
        .auth()
        .preemptive()
        .basic("operator", KubeUser.OPERATOR.token())
        .get("/config")
        .then()
        .statusCode(401);
    as("made-up").get("/config").then().statusCode(401);
    as("made-up")
        .header("If-Match", "*")
        .contentType(MERGE)
        .body("{}")
        .patch(LIVE)
        .then()
        .statusCode(401);
  }

  @Test
  void needsTheRightToTheVerb() {
    as(KubeUser.CONTROL_PLANE.token())
        .get("/config")
        .then()
        .statusCode(403)
        .body("detail", containsString("no right to get /config"));
    viewer()
        .header("If-Match", "*")
        .contentType(MERGE)
        .body("{\"cniEnabled\": true}")
        .patch(LIVE)
        .then()
        .statusCode(403)
        .body("detail", containsString("no right to patch " + LIVE));
    viewer().header("If-Match", "*").delete(LIVE).then().statusCode(403);
    viewer().header("If-Match", "*").post(LIVE + "/rollback/1").then().statusCode(403);
    assertThat(one.injector().cniEnabled()).isFalse();
  }

  @Test
  void mayBeGrantedForPartsOnly() {
    kube.kubectlWith(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: patches-only}
            rules:
              - nonResourceURLs: ["/config/runtime/kubernetes/injector/containerPatches"]
                verbs: [get, patch]
            """,
            "apply",
            "-f",
            "-")
        .succeeded();
    kube.kubectl(
            "create",
            "clusterrolebinding",
            "patches-only",
            "--clusterrole=patches-only",
            "--user=" + KubeUser.GARBAGE_COLLECTOR.userName())
        .succeeded();
    var user = KubeUser.GARBAGE_COLLECTOR.token();
    Awaitility.await()
        .atMost(SOON)
        .until(() -> as(user).get(LIVE + "/containerPatches").statusCode() == 200);
    as(user)
        .header("If-Match", "*")
        .contentType(MERGE)
        .body("[\"mine\"]")
        .patch(LIVE + "/containerPatches")
        .then()
        .statusCode(200);
    as(user).get(LIVE + "/cniEnabled").then().statusCode(403);
  }

  @Test
  void letsLocalCallersInOnlyWhereTheyAreAdmins() {
    var environment = Map.of("KUMA_API_SERVER_AUTHN_LOCALHOST_IS_ADMIN", "true");
    try (var open = ConfigReplica.start(kube, one.file(), environment)) {
      open.receiveRequests();
      given().get("/config").then().statusCode(200);
      given()
          .header("If-Match", "*")
          .contentType(MERGE)
          .body("{\"cniEnabled\": true}")
          .patch(LIVE)
          .then()
          .statusCode(200);
      viewer().get(LIVE + "/history").then().body("revisions[0].by", is("localhost"));
      given().header("X-Forwarded-For", "10.1.2.3").get("/config").then().statusCode(401);
      given().header("Host", "rebound.example").get("/config").then().statusCode(401);
      as("made-up").get("/config").then().statusCode(401);
      given()
          .noFilters()
          .get("/gui/config")
          .then()
          .statusCode(200)
          .body(containsString("localhost"));
      given()
          .noFilters()
          .header("Host", "rebound.example")
          .get("/gui/config")
          .then()
          .statusCode(401);
      given()
          .noFilters()
          .header("Sec-Fetch-Site", "cross-site")
          .contentType(ContentType.URLENC)
          .post("/gui" + LIVE + "/cniEnabled")
          .then()
          .statusCode(403);
    } finally {
      one.receiveRequests();
    }
  }

  @Test
  void changesNothingWhereTheApiIsReadOnly() {
    var environment = Map.of("KUMA_API_SERVER_READ_ONLY", "true");
    try (var readOnly = ConfigReplica.start(kube, one.file(), environment)) {
      readOnly.receiveRequests();
      merge("", "{\"cniEnabled\": true}")
          .statusCode(405)
          .body("detail", containsString("apiServer.readOnly"));
      viewer().get(LIVE).then().statusCode(200);
      editor()
          .noFilters()
          .get("/gui" + LIVE + "/cniEnabled")
          .then()
          .statusCode(200)
          .body(not(containsString("name=\"value\"")));
    } finally {
      one.receiveRequests();
    }
  }
}
