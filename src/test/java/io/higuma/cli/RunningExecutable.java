package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.admission.AdmissionServer;
import io.higuma.admission.RunningWebhook;
import io.higuma.testing.AnyServer;
import io.higuma.testing.LocalKubeApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code higuma run} of an executable, as a process of its own on free ports. */
final class RunningExecutable implements AutoCloseable {
  /** Names the executable, from the project's folder on. */
  static final String PROPERTY = "higuma.executable";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger STARTED = new AtomicInteger();

  private final Replica replica;
  private final HttpClient http = HttpClient.newBuilder().sslContext(AnyServer.trusted()).build();

  RunningExecutable(LocalKubeApi kube, Map<String, String> settings) {
    var executable = Path.of(System.getProperty(PROPERTY)).toAbsolutePath().toString();
    replica =
        new Replica(
            kube, "higuma-" + STARTED.incrementAndGet(), List.of(executable, "run"), settings);
  }

  RunningExecutable awaitReady() {
    replica.awaitReady();
    return this;
  }

  /** What the webhook answers to a call to create this Pod. */
  JsonNode answer(String namespace, JsonNode pod) throws IOException, InterruptedException {
    var review = JSON.writeValueAsBytes(RunningWebhook.review(namespace, pod));
    var request =
        HttpRequest.newBuilder(uri("https", replica.webhookPort(), AdmissionServer.INJECT_PATH))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(review));
    var response = http.send(request.build(), BodyHandlers.ofString());
    return JSON.readTree(response.body()).path("response");
  }

  HttpResponse<String> diagnostics(String path) throws IOException, InterruptedException {
    return replica.diagnostics(path);
  }

  /** Calls the API as somebody on the same machine. */
  HttpResponse<String> api(String method, String path, Map<String, String> headers, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(uri("http", replica.apiPort(), path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** Asks it to end; the exit code. */
  int stopped() {
    replica.process().stop();
    return replica.process().exitCode();
  }

  /** All that it has logged. */
  String log() throws IOException {
    return Files.readString(replica.process().log());
  }

  private static URI uri(String scheme, int port, String path) {
    return URI.create(scheme + "://localhost:" + port + path);
  }

  @Override
  public void close() {
    replica.close();
    http.shutdownNow();
  }
}
