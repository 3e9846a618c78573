package io.higuma.cli;

import io.higuma.sandbox.kube.KubeProcess;
import io.higuma.sandbox.kube.LocalKube;
import io.higuma.testing.HigumaProcess;
import io.higuma.testing.LocalKubeApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** {@code higuma run} as a process of its own, on ports that stay the same when it is restarted. */
final class Replica implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final KubeProcess process;
  private final int webhook;
  private final int diagnostics;
  private final int api;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * Starts it; does not wait until it is ready.
   *
   * @param name of its log
   * @param command what is run
   * @param settings environment variables
   */
  Replica(LocalKubeApi kube, String name, List<String> command, Map<String, String> settings) {
    var ports = freePorts();
    this.webhook = ports.get(0);
    this.diagnostics = ports.get(1);
    this.api = ports.get(2);
    var environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(variable -> variable.startsWith("KUMA_"));
    environment.putAll(settings);
    environment.put("KUBECONFIG", kube.kubeconfig().toString());
    environment.put("KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_PORT", "" + webhook);
    environment.put("KUMA_DIAGNOSTICS_SERVER_PORT", "" + diagnostics);
    environment.put("KUMA_API_SERVER_HTTP_PORT", "" + api);
    environment.put("KUMA_API_SERVER_HTTPS_ENABLED", "false");
    this.process = new KubeProcess(name, kube.folder(), command, environment);
    process.start();
  }

  /** Of the classes that are tested, without the API. */
  static Replica ofClasses(LocalKubeApi kube, String name) {
    var settings =
        Map.of(
            "KUMA_API_SERVER_HTTP_ENABLED", "false",
            "KUMA_DEFAULTS_SKIP_MESH_CREATION", "true");
    var command = new ArrayList<>(HigumaProcess.command());
    command.add("run");
    return new Replica(kube, name, command, settings);
  }

  Replica awaitReady() {
    Awaitility.await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .failFast("it has ended: " + process.log(), () -> !process.isRunning())
        .until(() -> diagnostics("/ready").statusCode() == 200);
    return this;
  }

  HttpResponse<String> diagnostics(String path) throws IOException, InterruptedException {
    var uri = URI.create("http://localhost:" + diagnostics + path);
    return http.send(HttpRequest.newBuilder(uri).timeout(LIMIT).build(), BodyHandlers.ofString());
  }

  KubeProcess process() {
    return process;
  }

  int webhookPort() {
    return webhook;
  }

  int diagnosticsPort() {
    return diagnostics;
  }

  int apiPort() {
    return api;
  }

  private static List<Integer> freePorts() {
    try {
      return LocalKube.freePorts(3);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.kill();
    http.shutdownNow();
  }
}
