package io.higuma.testing;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * The control plane that Quarkus has started for a test with {@link KubeTestResource}. REST Assured
 * calls its API by default.
 *
 * @param kube its API server
 * @param webhookPort the port of the webhook
 * @param diagnostics URL of health and metrics
 */
public record TestedControlPlane(LocalKubeApi kube, int webhookPort, URI diagnostics) {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Gets a path of the diagnostics port. */
  public Response get(String path) {
    return given().noFilters().get(diagnostics.resolve(path));
  }

  /** Waits until it is ready. */
  public TestedControlPlane awaitReady() {
    Awaitility.await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsMatching(ConnectException.class::isInstance)
        .untilAsserted(() -> get("/ready").then().statusCode(200));
    return this;
  }

  /** Registers the webhooks, and waits until the control plane has written the caBundle. */
  public void register() {
    ClusterSetup.register(kube, webhookPort, "");
    Awaitility.await().atMost(TIMEOUT).until(() -> ClusterSetup.isRegistered(kube));
  }
}
