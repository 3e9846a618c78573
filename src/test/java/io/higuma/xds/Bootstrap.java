package io.higuma.xds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.sandbox.sidecar.BootstrapCall;
import io.higuma.testing.AnyServer;
import io.higuma.testing.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/** The request of a sidecar for its bootstrap configuration. */
record Bootstrap(URI uri, ObjectNode body) {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** As kuma-dp 2.14 asks on Kubernetes. */
  static Bootstrap of(ControlPlane controlPlane, String proxy, Path folder, Sidecar.Launch launch) {
    URI server = URI.create("https://localhost:" + controlPlane.sidecarPort());
    ObjectNode body =
        new BootstrapCall(server, controlPlane.bundle(), "default", proxy, folder.toString())
            .body()
            .put("dnsPort", 15054);
    launch.features().forEach(body.withArray("features")::add);
    body.putObject("version").putObject("envoy").put("version", "1.40.0");
    return new Bootstrap(server.resolve("/bootstrap"), body);
  }

  /** The answer; asks again, as kuma-dp does, without a Dataplane or a server that is ready. */
  String awaitAnswer() {
    AtomicReference<String> answer = new AtomicReference<>("");
    Awaitility.await("bootstrap of " + body.path("name").asText())
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(
            () -> {
              HttpResponse<String> response = send();
              if (response.statusCode() == 200) {
                answer.set(response.body());
              } else if (!BootstrapCall.mayComeLater(response)) {
                throw new AssertionError(response.statusCode() + ": " + response.body());
              }
              return response.statusCode() == 200;
            });
    return answer.get();
  }

  /** Sends it once. */
  HttpResponse<String> send() {
    try (var http = HttpClient.newBuilder().sslContext(AnyServer.trusted()).build()) {
      return http.send(
          HttpRequest.newBuilder(uri)
              .header("Accept", "application/json")
              .header("Content-Type", "application/json")
              .timeout(LIMIT)
              .POST(BodyPublishers.ofString(body.toString()))
              .build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
