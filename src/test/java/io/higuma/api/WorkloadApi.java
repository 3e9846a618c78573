package io.higuma.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.higuma.testing.KubeTestResource;
import io.higuma.testing.KubeUser;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.ShopNamespace;
import io.higuma.testing.TestedControlPlane;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;

/**
 * Requests about the workloads of a {@link ShopNamespace}; every response is validated against the
 * OpenAPI document.
 */
@NeedsKube
@WithTestResource(
    value = KubeTestResource.class,
    initArgs = @ResourceArg(name = "KUMA_API_SERVER_AUTHN_LOCALHOST_IS_ADMIN", value = "false"))
abstract class WorkloadApi {
  private static final YAMLMapper YAML = new YAMLMapper();

  TestedControlPlane controlPlane;
  ShopNamespace shop;
  private OpenApiContract contract;

  @BeforeEach
  void ensureNamespace() throws Exception {
    shop = ShopNamespace.ensure(controlPlane);
    contract = OpenApiContract.read();
  }

  RequestSpecification nobody() {
    return given().filter(contract);
  }

  RequestSpecification as(KubeUser user) {
    return nobody().auth().oauth2(user.token()).contentType(ContentType.JSON);
  }

  RequestSpecification operator() {
    return as(KubeUser.OPERATOR);
  }

  ValidatableResponse explain(String body) {
    return operator().body(body).post("/explain").then().statusCode(200);
  }

  /** An invalid name is rejected in every field, with key, value and rule. */
  void refusesAsAName(String path, String name) {
    refused(path, "name", "{\"namespace\": \"shop\", \"name\": \"" + name + "\"}", name);
    refused(path, "namespace", "{\"namespace\": \"" + name + "\", \"name\": \"web\"}", name);
    if (name.indexOf('/') < 0) {
      var version = "\"apiVersion\": \"" + name + "/v1\", \"kind\": \"Deployment\"";
      refused(path, "apiVersion", "{" + version + ", \"name\": \"web\"}", name);
    }
    isBadName(operator().queryParam("namespace", name).body("{}").post(path), "namespace", name);
  }

  private void refused(String path, String key, String request, String name) {
    isBadName(operator().body(request).post(path), key, name);
  }

  /** The Pods of a namespace, read now. */
  ValidatableResponse inventory(String namespace) {
    return fresh().queryParam("namespace", namespace).get("/inventory").then().statusCode(200);
  }

  /** A request for what is read now instead of some seconds ago. */
  RequestSpecification fresh() {
    return operator().header("Cache-Control", "no-cache");
  }

  static String json(String yaml) throws IOException {
    return YAML.readTree(yaml).toString();
  }

  /** JSON path of the injection state of the first Pod whose name starts with {@code pod}. */
  static String stateOf(String pod) {
    return "pods.find { it.name.startsWith('" + pod + "') }.injection.";
  }

  static void isBadName(Response answer, String key, String name) {
    answer
        .then()
        .statusCode(400)
        .body("problems[0].path", is(key))
        .body("problems[0].code", is("bad_name"))
        .body("problems[0].message", containsString("'" + name + "'"))
        .body("problems[0].message", containsString("DNS-1123"));
  }
}
