package io.higuma.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import io.higuma.testing.KubeTestResource;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.TestedControlPlane;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.ConnectException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of the servers for sidecars and for the API, on their ports. */
@NeedsKube
@QuarkusTest
@WithTestResource(
    value = KubeTestResource.class,
    initArgs = {
      @ResourceArg(name = "KUMA_DP_SERVER_TLS_MIN_VERSION", value = "TLSv1_3"),
      @ResourceArg(name = "KUMA_API_SERVER_BASE_PATH", value = "mesh"),
      // What QuarkusPropertiesTest derives from apiServer.corsAllowedDomains.
      @ResourceArg(name = "quarkus.http.cors.origins[0]", value = "https://example.org"),
      @ResourceArg(
          name = "quarkus.http.cors.origins[1]",
          value = "/https://[a-z]{1,3}\\.example\\.com/")
    })
class ServerSettingsKubeTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  TestedControlPlane controlPlane;

  @Test
  void sidecarsUseTheTlsVersionOfTheirServer() throws Exception {
    controlPlane.awaitReady();

    // The control plane is ready for admission before it opens the port for sidecars.
    Awaitility.await()
        .atMost(SOON)
        .ignoreExceptionsMatching(ConnectException.class::isInstance)
        .untilAsserted(() -> assertThat(refusal("TLSv1.3")).contains("certification path"));
    assertThat(refusal("TLSv1.2")).contains("protocol_version");
  }

  /** Why a handshake fails; without trusted authorities, it fails after the version is chosen. */
  private static String refusal(String version) throws IOException, GeneralSecurityException {
    int port = ConfigProvider.getConfig().getValue("KUMA_DP_SERVER_PORT", Integer.class);
    var factory = SSLContext.getDefault().getSocketFactory();
    try (var socket = (SSLSocket) factory.createSocket("localhost", port)) {
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      return "";
    } catch (SSLException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void aBasePathWithoutASlashIsServed() {
    given().get("/mesh/config/apiServer/basePath").then().statusCode(200).body("value", is("mesh"));
    given().get("/config/apiServer/basePath").then().statusCode(404);
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.org, 200",
    "https://app.example.com, 200",
    "https://long.example.com, 403",
    "https://appxexample.com, 403",
    "https://app.example.com.attacker.net, 403"
  })
  void onlyAllowedOriginsMayCall(String origin, int status) {
    given().header("Origin", origin).get("/mesh/config/dpServer/port").then().statusCode(status);
  }

  /** The proxy calls plain HTTP, so the origin of its page is not that of the request. */
  @ParameterizedTest
  @CsvSource({"https://example.org, 401", "https://example.net, 403"})
  void thePageBehindAProxyTakesATokenIfItsOriginIsAllowed(String origin, int status) {
    given()
        .header("Origin", origin)
        .header("Sec-Fetch-Site", "same-origin")
        .header("X-Forwarded-Proto", "https")
        .formParam("token", "not-a-token")
        .post("/mesh/gui/sign-in")
        .then()
        .statusCode(status);
  }
}
