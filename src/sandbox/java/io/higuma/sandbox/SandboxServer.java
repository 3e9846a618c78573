package io.higuma.sandbox;

import io.higuma.cli.Progress;
import io.higuma.sandbox.kube.KubeProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The control plane that {@code ./higuma} has built, in its own process. */
final class SandboxServer implements AutoCloseable {
  private static final String NAME = "higuma";
  private static final Path JAR = Path.of("target", "higuma-runner.jar");

  private final KubeProcess process;
  private final HttpClient http = TrustedHttp.plain();
  private final List<URI> endpoints;

  private SandboxServer(KubeProcess process, Ports ports) {
    this.process = process;
    this.endpoints =
        List.of(
            URI.create("http://127.0.0.1:" + ports.diagnostics() + "/ready"),
            URI.create("http://127.0.0.1:" + ports.http() + "/config"),
            URI.create("http://127.0.0.1:" + ports.http() + "/gui/config"));
  }

  /**
   * Starts the process; the caller closes it.
   *
   * @param folder where its log is written
   * @param home the source checkout
   */
  static SandboxServer start(SandboxApi api, Ports ports, Path folder, Path home) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith("KUMA_"));
    environment.putAll(ports.settings());
    environment.put("KUBECONFIG", api.kubeconfig().toString());
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-jar",
            home.resolve(JAR).toAbsolutePath().toString(),
            "run");
    var process = new KubeProcess(NAME, folder, command, environment);
    process.start();
    return new SandboxServer(process, ports);
  }

  /** Waits until all its endpoints serve. */
  void awaitReady(Progress progress) throws IOException, InterruptedException {
    Polling.until("the control plane is ready", () -> isServing() || hasEnded(), progress);
    if (!process.isRunning()) {
      throw new IOException("the control plane has ended:\n" + process.logTail());
    }
  }

  private boolean hasEnded() {
    return !process.isRunning();
  }

  private boolean isServing() throws InterruptedException {
    try {
      for (var uri : endpoints) {
        var answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
        if (answer.statusCode() != 200) {
          return false;
        }
      }
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.stop();
  }
}
