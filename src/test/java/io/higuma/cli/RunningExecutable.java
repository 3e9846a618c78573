package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.admission.AdmissionServer;
import io.higuma.admission.RunningWebhook;
import io.higuma.testing.LocalKubeApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.awaitility.Awaitility;

/** {@code higuma run} of an executable, as a process of its own on free ports. */
final class RunningExecutable implements AutoCloseable {
  /** Names the executable, from the project's folder on. */
  static final String PROPERTY = "higuma.executable";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Path log;
  private final Process process;
  private final int webhook = freePort();
  private final int diagnostics = freePort();
  private final int api = freePort();
  private final HttpClient http = HttpClient.newBuilder().sslContext(unproven()).build();

  RunningExecutable(LocalKubeApi kube, Map<String, String> settings, Path folder) {
    this.log = folder.resolve("higuma.log");
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
    try {
      this.process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Trusts everybody: who is served by whom is the matter of other tests. */
  private static SSLContext unproven() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Trusting()}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Trusting extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    http.shutdownNow();
  }
}
