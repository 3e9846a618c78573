package io.higuma.gui;

import static io.restassured.RestAssured.given;

import io.higuma.testing.KubeTestResource;
import io.higuma.testing.KubeUser;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.ShopNamespace;
import io.higuma.testing.TestedControlPlane;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.BeforeEach;

/** Requests for the page of a control plane with a {@link ShopNamespace}. */
@NeedsKube
@WithTestResource(
    value = KubeTestResource.class,
    initArgs = @ResourceArg(name = "KUMA_API_SERVER_AUTHN_LOCALHOST_IS_ADMIN", value = "false"))
abstract class PageUnderTest {
  /** A setting that can be changed. */
  static final String UID = "/gui/config/runtime/kubernetes/injector/sidecarContainer/uid";

  TestedControlPlane controlPlane;
  ShopNamespace shop;

  @BeforeEach
  void ensureNamespace() {
    shop = ShopNamespace.ensure(controlPlane);
  }

  /** A request with the cookie that this user has after signing in. */
  static RequestSpecification browser(KubeUser user) {
    return given().cookie("higuma-token", user.token());
  }

  /** A form that the page itself sends. */
  static RequestSpecification own(RequestSpecification request) {
    return request
        .redirects()
        .follow(false)
        .header("Sec-Fetch-Site", "same-origin")
        .contentType(ContentType.URLENC);
  }

  /** A request to the API by a user with all its rights. */
  static RequestSpecification operator() {
    return given().auth().oauth2(KubeUser.OPERATOR.token());
  }
}
