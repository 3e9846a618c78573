package io.higuma.gui;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.higuma.testing.KubeUser;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests for the page: who may make them, and what browsers may do with the answers. */
@QuarkusTest
class PageRequestsKubeTest extends PageUnderTest {
  private static final List<String> VIEWS =
      List.of("/gui", "/gui/workloads", "/gui/dataplanes", "/gui/patches", "/gui/config");

  @Test
  void everyViewOpensWithTheCookieAndWithABearerToken() {
    for (var view : VIEWS) {
      browser(KubeUser.OPERATOR).get(view).then().statusCode(200).contentType(ContentType.HTML);
      operator()
          .get(view)
          .then()
          .statusCode(200)
          .body(containsString(KubeUser.OPERATOR.userName()));
    }
  }

  @Test
  void nothingButTheFormIsShownWithoutAToken() {
    for (var view : VIEWS) {
      given()
          .get(view)
          .then()
          .statusCode(401)
          .contentType(ContentType.HTML)
          .body(containsString("name=\"token\""), not(containsString("hx-get")));
    }
    given()
        .header("HX-Request", "true")
        .get("/gui/workloads")
        .then()
        .statusCode(401)
        .header("HX-Redirect", "/gui/sign-in");
    given().cookie("higuma-token", "unknown").get("/gui").then().statusCode(401);
  }

  @Test
  void theRightsAreThoseOfTheApi() {
    // Developers may read settings, and nothing else.
    browser(KubeUser.DEVELOPER).get("/gui/config").then().statusCode(200);
    browser(KubeUser.DEVELOPER)
        .get(UID)
        .then()
        .statusCode(200)
        .body(containsString("no right to patch"), not(containsString("name=\"value\"")));
    for (var view : List.of("/gui", "/gui/workloads", "/gui/workloads/shop/Deployment/web")) {
      browser(KubeUser.DEVELOPER)
          .get(view)
          .then()
          .statusCode(403)
          .contentType(ContentType.HTML)
          .body(containsString("no right to get /"));
    }
    own(browser(KubeUser.DEVELOPER)).post(UID).then().statusCode(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/gui/configuration", "/gui/x", "/gui/x/config", "/gui/workloads/a"})
  void anUnknownPathIsNotFound(String path) {
    browser(KubeUser.OPERATOR)
        .get(path)
        .then()
        .statusCode(404)
        .contentType(ContentType.HTML)
        .body(containsString("Not found"));
  }

  @Test
  void browsersRunNoScriptsButThoseOfThePage() {
    for (var response :
        List.of(
            browser(KubeUser.OPERATOR).get("/gui/workloads"),
            given().get("/gui"),
            given().get("/gui/assets/page.js"))) {
      response
          .then()
          .header(
              "Content-Security-Policy",
              allOf(
                  containsString("default-src 'self'"),
                  containsString("frame-ancestors 'none'"),
                  not(containsString("unsafe"))))
          .header("X-Content-Type-Options", "nosniff")
          .header("X-Frame-Options", "DENY")
          .header("Referrer-Policy", "same-origin");
    }
    for (var view : VIEWS) {
      assertThat(browser(KubeUser.OPERATOR).get(view).asString())
          .doesNotContain("<style", " style=\"", "<script>", "javascript:", " onclick=", "hx-on");
    }
    browser(KubeUser.OPERATOR).get("/gui").then().header("Cache-Control", "no-store");
  }

  @Test
  void textOfARequestIsEscaped() {
    var attack = "\"><script>alert(1)</script>";
    for (var view : List.of("/gui/workloads?name=", "/gui/config?q=", "/gui/sign-in?to=")) {
      assertThat(get(browser(KubeUser.OPERATOR).queryParam(parameter(view), attack), view))
          .contains("&lt;script&gt;")
          .doesNotContain("<script>alert");
    }
  }

  private static String parameter(String view) {
    return view.substring(view.indexOf('?') + 1, view.length() - 1);
  }

  private static String get(RequestSpecification request, String view) {
    return request.get(view.substring(0, view.indexOf('?'))).asString();
  }

  @Test
  void aFormOfAnotherSiteIsRefused() {
    for (var path : List.of(UID, "/gui/sign-in", "/gui/sign-out", "/gui/patches/draft")) {
      refused(browser(KubeUser.OPERATOR), path);
      refused(browser(KubeUser.OPERATOR).header("Sec-Fetch-Site", "cross-site"), path);
      refused(browser(KubeUser.OPERATOR).header("Sec-Fetch-Site", "same-site"), path);
      refused(browser(KubeUser.OPERATOR).header("Origin", "https://example.com"), path);
      refused(browser(KubeUser.OPERATOR).header("Origin", "null"), path);
    }
  }

  private static void refused(RequestSpecification request, String path) {
    request.contentType(ContentType.URLENC).post(path).then().statusCode(403);
  }

  @Test
  void theOriginOfThePageItselfIsAcceptedWhereBrowsersSayNoMore() {
    browser(KubeUser.OPERATOR)
        .header("Origin", "http://localhost:" + RestAssured.port)
        .contentType(ContentType.URLENC)
        .formParam("draft", "kind: Pod")
        .post("/gui/patches/draft")
        .then()
        .statusCode(200)
        .body(containsString("expected ContainerPatch"));
  }

  @Test
  void aTokenIsKeptInACookieThatScriptsCannotRead() {
    var answer = signIn(KubeUser.OPERATOR.token(), "/gui/workloads");

    answer.then().statusCode(303).header("Location", containsString("/gui/workloads"));
    assertThat(answer.header("Set-Cookie"))
        .contains("higuma-token=" + KubeUser.OPERATOR.token())
        .containsIgnoringCase("HttpOnly")
        .containsIgnoringCase("Secure")
        .containsIgnoringCase("SameSite=Strict")
        .containsIgnoringCase("Path=/gui");
  }

  @Test
  void aWrongTokenIsNotKept() {
    for (var token : List.of("", "unknown", "a b", "a;b", "x".repeat(5000))) {
      var answer = signIn(token, "/gui");

      answer.then().statusCode(401).contentType(ContentType.HTML);
      assertThat(answer.header("Set-Cookie")).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://example.com/", "//example.com", "/gui/../config", "/gui@example.com", ""})
  void signingInLeadsToThePageOnly(String to) {
    signIn(KubeUser.OPERATOR.token(), to).then().statusCode(303).header("Location", is("/gui"));
  }

  @Test
  void signingOutForgetsTheToken() {
    var answer = own(browser(KubeUser.OPERATOR)).post("/gui/sign-out");

    answer.then().statusCode(303);
    assertThat(answer.header("Set-Cookie")).contains("higuma-token=;").contains("Max-Age=0");
  }

  @Test
  void aTokenIsNotTakenOverPlainHttpFromElsewhere() {
    own(given().header("Host", "higuma.example.com"))
        .formParam("token", KubeUser.OPERATOR.token())
        .post("/gui/sign-in")
        .then()
        .statusCode(403)
        .body(containsString("over HTTPS only"));
  }

  @Test
  void filesAreCheckedBeforeTheyAreSentAgain() {
    var tag =
        given()
            .get("/gui/assets/htmx.min.js")
            .then()
            .statusCode(200)
            .header("ETag", notNullValue())
            .extract()
            .header("ETag");

    given().header("If-None-Match", tag).get("/gui/assets/htmx.min.js").then().statusCode(304);
    given().get("/gui/assets/package-info.class").then().statusCode(404);
    given()
        .urlEncodingEnabled(false)
        .get("/gui/assets/..%2fcli%2fversion.txt")
        .then()
        .statusCode(404);
  }

  @Test
  void aChangeAppliesOnlyToTheValueThatTheFormShowed() {
    var form = browser(KubeUser.OPERATOR).get(UID).asString();
    var tag = form.replaceFirst("(?s).*name=\"tag\" value=\"([^\"]+)\".*", "$1");
    try {
      change("7001", tag, "dry-run").then().body(containsString("Dry run: "));
      change("7001", tag, "apply").then().body(containsString("Applied: revision"));
      change("7002", tag, "apply")
          .then()
          .statusCode(200)
          .body(containsString("The value has changed"), containsString("value=\"7002\""));
      browser(KubeUser.OPERATOR)
          .get("/config/runtime/kubernetes/injector/sidecarContainer/uid")
          .then()
          .statusCode(401);
      operator()
          .get("/config/runtime/kubernetes/injector/sidecarContainer/uid")
          .then()
          .body("value", is(7001));
      change("many", "", "apply")
          .then()
          .body(containsString("&#39;many&#39; is not valid"), containsString("value=\"many\""));
    } finally {
      operator()
          .header("If-Match", "*")
          .delete("/config/runtime/kubernetes/injector/sidecarContainer/uid")
          .then()
          .statusCode(200);
    }
  }

  private static Response change(String value, String tag, String action) {
    return own(browser(KubeUser.OPERATOR))
        .formParam("value", value)
        .formParam("tag", tag)
        .formParam("action", action)
        .post(UID);
  }

  private static Response signIn(String token, String to) {
    return own(given()).formParam("token", token).formParam("to", to).post("/gui/sign-in");
  }
}
