package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.admission.AdmissionServer;
import io.higuma.admission.RunningWebhook;
import io.higuma.sandbox.kube.LocalKube;
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
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** {@code higuma run} of an executable, as a process of its own on free ports. */
final class RunningExecutable implements AutoCloseable {
  /** Names the executable, from the project's folder on. */
  static final String PROPERTY = "higuma.executable";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Path log;
  private final Process process;
  private final int webhook;
  private final int diagnostics;
  private final int api;
  private final HttpClient http = HttpClient.newBuilder().sslContext(AnyServer.trusted()).build();

  RunningExecutable(LocalKubeApi kube, Map<String, String> settings, Path folder)
      throws IOException {
    this.log = folder.resolve("higuma.log");
    var ports = LocalKube.freePorts(3);
    this.webhook = ports.get(0);
    this.diagnostics = ports.get(1);
    this.api = ports.get(2);
    var builder =
        new ProcessBuilder(Path.of(System.getProperty(PROPERTY)).toAbsolutePath().toString(), "run")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("KUMA_"));
    environment.putAll(settings);
    environment.put("KUBECONFIG", kube.kubeconfig().toString());
    environment.put("KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_PORT", "" + webhook);
    environment.put("KUMA_DIAGNOSTICS_SERVER_PORT", "" + diagnostics);
    environment.put("KUMA_API_SERVER_HTTP_PORT", "" + api);
    environment.put("KUMA_API_SERVER_HTTPS_ENABLED", "false");
    this.process = builder.start();
  }

  RunningExecutable awaitReady() {
    Awaitility.await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .failFast("it has ended: " + log, () -> !process.isAlive())
        .until(() -> get(diagnostics, "/ready").statusCode() == 200);
    return this;
  }

  /** What the webhook answers to a call to create this Pod. */
  JsonNode answer(String namespace, JsonNode pod) throws IOException, InterruptedException {
    var review = JSON.writeValueAsBytes(RunningWebhook.review(namespace, pod));
    var request =
        HttpRequest.newBuilder(uri("https", webhook, AdmissionServer.INJECT_PATH))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(review));
    var response = http.send(request.build(), BodyHandlers.ofString());
    return JSON.readTree(response.body()).path("response");
  }

  HttpResponse<String> diagnostics(String path) throws IOException, InterruptedException {
    return get(diagnostics, path);
  }

  /** Calls the API as somebody on the same machine. */
  HttpResponse<String> api(String method, String path, Map<String, String> headers, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(uri("http", api, path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** Asks it to end; the exit code. */
  int stopped() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it did not end within " + LIMIT);
    }
    return process.exitValue();
  }

  /** All that it has logged. */
  String log() throws IOException {
    return Files.readString(log);
  }

  private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri("http", port, path)).timeout(LIMIT);
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static URI uri(String scheme, int port, String path) {
    return URI.create(scheme + "://localhost:" + port + path);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    http.shutdownNow();
  }
}
