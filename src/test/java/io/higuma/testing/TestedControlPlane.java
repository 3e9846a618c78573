package io.higuma.testing;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * The control plane that Quarkus has started for a test with {@link KubeTestResource}. REST Assured
 * talks to its API unless told otherwise.
 *
 * @param kube the API server that it works on
 * @param webhookPort the port of the webhook
 * @param diagnostics where health and metrics are
 */
public record TestedControlPlane(LocalKubeApi kube, int webhookPort, URI diagnostics) {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** What the diagnostics port answers. */
  public Response get(String path) {
    return given().noFilters().get(diagnostics.resolve(path));
  }

  /** Waits until it can answer. */
  public TestedControlPlane awaitReady() {
    Awaitility.await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsMatching(ConnectException.class::isInstance)
        .untilAsserted(() -> get("/ready").then().statusCode(200));
    return this;
  }

  /** Lets the API server send Pods here, once the control plane has told it whom to trust. */
  public void register() {
    ClusterSetup.register(kube, webhookPort, "");
    Awaitility.await().atMost(LIMIT).until(() -> ClusterSetup.isRegistered(kube));
  }
}
