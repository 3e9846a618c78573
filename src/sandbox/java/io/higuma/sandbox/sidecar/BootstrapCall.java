package io.higuma.sandbox.sidecar;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.sandbox.TrustedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * The request of a sidecar for its bootstrap configuration, as kuma-dp sends it.
 *
 * @param server where the control plane serves sidecars
 * @param authority that signs its certificate, PEM
 * @param mesh of the Dataplane
 * @param dataplane its name, {@code <pod>.<namespace>}
 * @param folder for the sockets of Envoy, with the file {@link #TOKEN}; relative to its working
 *     directory, because paths of sockets are limited
 */
public record BootstrapCall(
    URI server, String authority, String mesh, String dataplane, String folder) {
  /** The name of the file with the token. */
  static final String TOKEN = "token";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int ERROR = 500;

  /** The configuration; empty if there is no Dataplane yet. */
  Optional<ObjectNode> send() throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(server.resolve("/bootstrap"))
            .timeout(TIMEOUT)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body().toString()))
            .build();
    try (var http = TrustedHttp.client(authority)) {
      return configuration(http.send(request, BodyHandlers.ofString()));
    } catch (GeneralSecurityException e) {
      throw new IOException("no authority: " + e.getMessage(), e);
    }
  }

  private static Optional<ObjectNode> configuration(HttpResponse<String> response)
      throws IOException {
    if (mayComeLater(response)) {
      return Optional.empty();
    }
    if (response.statusCode() != OK) {
      throw new IOException("bootstrap: status " + response.statusCode() + ": " + response.body());
    }
    var encoded = JSON.readTree(response.body()).path("bootstrap").asText();
    return Optional.of((ObjectNode) JSON.readTree(Base64.getDecoder().decode(encoded)));
  }

  /**
   * Whether kuma-dp repeats the request after this response: the Dataplane or the server is not
   * ready.
   */
  public static boolean mayComeLater(HttpResponse<String> response) {
    return response.statusCode() >= ERROR
        || (response.statusCode() == NOT_FOUND && response.body().isEmpty());
  }

  /** The body of the request, as kuma-dp 2.14 sends it on Kubernetes. */
  public ObjectNode body() {
    var body =
        JsonNodeFactory.instance
            .objectNode()
            .put("mesh", mesh)
            .put("name", dataplane)
            .put("proxyType", "dataplane")
            .put("dataplaneToken", "in the file")
            .put("dataplaneTokenPath", folder + "/" + TOKEN)
            .put("caCert", authority)
            .put("readinessPort", 9902)
            .put("dnsPort", 15053)
            .put("workdir", folder)
            .put("operatingSystem", "linux");
    body.putArray("features").add("feature-embedded-dns");
    return body;
  }
}
