package io.higuma.api;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parameter {@code dryRun} of all changes of settings. */
@QuarkusTest
class DryRunKubeTest extends WorkloadApi {
  private static final String LIVE = "/config/runtime/kubernetes/injector";

  private int revision;

  @BeforeEach
  void overrideASetting() {
    revision = patched("", "7").then().statusCode(200).extract().path("revision");
    patched("", "8").then().statusCode(200);
  }

  @AfterEach
  void removeTheOverride() {
    editor().delete(LIVE).then().statusCode(200);
  }

  private RequestSpecification editor() {
    return operator().header("If-Match", "*");
  }

  private Response patched(String query, String uid) {
    return editor()
        .contentType(ConfigResource.MERGE_PATCH)
        .body("{\"sidecarContainer\": {\"uid\": " + uid + "}}")
        .patch(LIVE + query);
  }

  private Response removed(String query) {
    return editor().delete(LIVE + query);
  }

  private Response rolledBack(String query) {
    return editor().post(LIVE + "/rollback/" + revision + query);
  }

  private void nothingIsChanged() {
    operator().get(LIVE + "/sidecarContainer/uid").then().body("value", is(8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"=true", "=True", "=All", "=all", "=", ""})
  void changesNothing(String value) {
    patched("?dryRun" + value, "9").then().statusCode(200).body("dryRun", is(true));
    nothingIsChanged();
    removed("?dryRun" + value).then().statusCode(200).body("dryRun", is(true));
    nothingIsChanged();
    rolledBack("?dryRun" + value).then().statusCode(200).body("dryRun", is(true));
    nothingIsChanged();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "yes", "None", "tru"})
  void refusesAValueThatItDoesNotKnow(String value) {
    isRefused(patched("?dryRun=" + value, "9"), value);
    isRefused(removed("?dryRun=" + value), value);
    isRefused(rolledBack("?dryRun=" + value), value);
    nothingIsChanged();
  }

  private static void isRefused(Response response, String value) {
    response
        .then()
        .statusCode(400)
        .body("problems[0].path", is("dryRun"))
        .body("problems[0].code", is("bad_value"))
        .body("problems[0].message", containsString("value '" + value + "' is not valid"))
        .body("problems[0].message", containsString("expected true, false or All"));
  }

  @Test
  void falseMakesTheChange() {
    patched("?dryRun=false", "9").then().statusCode(200).body("dryRun", is(false));
    operator().get(LIVE + "/sidecarContainer/uid").then().body("value", is(9));
  }
}
