package io.higuma.bench;

import io.higuma.sandbox.kube.FreePorts;
import io.higuma.sandbox.kube.KubeProcess;
import io.higuma.sandbox.kube.Kubeconfig;
import io.higuma.testing.KubeUser;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.ProcessFigures;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/** A candidate in a separate process on free ports; stopped by {@link #close}. */
final class RunningCandidate implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration OPENING = Duration.ofSeconds(10);

  private final KubeProcess process;
  private final long started;
  private final Thread onShutdown = new Thread(this::kill, "end-candidate");
  private final List<Integer> ports;

  private RunningCandidate(
      LocalKubeApi kube, String name, List<String> command, Map<String, String> cluster)
      throws IOException {
    this.ports = FreePorts.take(5);
    Map<String, String> environment = new HashMap<>(cluster);
    environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    environment.put("KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_PORT", "" + ports.get(0));
    environment.put("KUMA_DIAGNOSTICS_SERVER_PORT", "" + ports.get(1));
    environment.put("KUMA_API_SERVER_HTTP_PORT", "" + ports.get(2));
    environment.put("KUMA_API_SERVER_HTTPS_PORT", "" + ports.get(3));
    environment.put("KUMA_DP_SERVER_PORT", "" + ports.get(4));
    this.process = new KubeProcess(name, kube.folder(), command, environment);
    // An interrupted run must not leave the process running.
    Runtime.getRuntime().addShutdownHook(onShutdown);
    this.started = System.nanoTime();
    process.start();
  }

  /** Starts the process without waiting. */
  static RunningCandidate start(LocalKubeApi kube, Candidate candidate) throws IOException {
    return new RunningCandidate(
        kube, candidate.label(), candidate.command(), kubeconfig(kube.kubeconfig().toString()));
  }

  /** The same with a Pod's environment: API server address, token, CA. */
  static RunningCandidate startInCluster(LocalKubeApi kube, Candidate candidate)
      throws IOException {
    Path token = kube.folder().resolve("token");
    Files.writeString(token, KubeUser.ADMIN.token());
    URI server = kube.urlOf(443);
    Map<String, String> pod =
        Map.of(
            "KUBERNETES_SERVICE_HOST", server.getHost(),
            "KUBERNETES_SERVICE_PORT", Integer.toString(kube.port()),
            "KUBERNETES_AUTH_TRYKUBECONFIG", "false",
            "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", token.toString(),
            "KUBERNETES_CERTS_CA_FILE", kube.authority().toString());
    return new RunningCandidate(kube, candidate.label(), candidate.command(), pod);
  }

  /**
   * A run without a cluster, until the ports are open: it writes the cache of classes, as one of
   * {@code ./higuma} does.
   */
  static void train(LocalKubeApi kube, Candidate candidate) throws IOException {
    var nowhere = kube.folder().resolve("nowhere.kubeconfig");
    new Kubeconfig(URI.create("https://127.0.0.1:1"), Optional.empty(), "none").write(nowhere);
    var training = kubeconfig(nowhere.toString());
    try (var running =
        new RunningCandidate(kube, candidate.label(), candidate.training(), training)) {
      Awaitility.await("open")
          .atMost(TIMEOUT)
          .failFast(running::mustRun)
          .until(() -> running.readiness() != 0);
    }
  }

  private static Map<String, String> kubeconfig(String file) {
    return Map.of("KUBECONFIG", file);
  }

  /** The webhook's port. */
  int port() {
    return ports.get(0);
  }

  /** The port of the API and of the page. */
  int apiPort() {
    return ports.get(2);
  }

  /** The sum of a metric's values; 0 if there are none. */
  double metric(String name) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + ports.get(1) + "/metrics");
    try (InputStream in = uri.toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }
  }

  /** The port for sidecars. */
  int sidecarPort() {
    return ports.get(4);
  }

  /** Whether the port for sidecars opens within ten seconds; older builds have none. */
  boolean servesSidecars() {
    for (long end = System.nanoTime() + OPENING.toNanos(); System.nanoTime() - end < 0; ) {
      mustRun();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sidecarPort())) {
        return socket.isConnected();
      } catch (IOException notYet) {
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    }
    return false;
  }

  /** Milliseconds of CPU since its start. */
  double cpuMillis() {
    return new ProcessFigures(process.pid()).cpu() * 1000;
  }

  /** Start time, by {@link System#nanoTime}. */
  long started() {
    return started;
  }

  /** Waits until {@code /ready} succeeds. */
  RunningCandidate awaitReady() {
    Awaitility.await("ready")
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(20))
        .failFast(this::mustRun)
        .until(() -> readiness() == HttpURLConnection.HTTP_OK);
    return this;
  }

  /** Fails with its last log lines if it has exited. */
  void mustRun() {
    if (!process.isRunning()) {
      throw new IllegalStateException("The candidate has exited:\n" + process.logTail());
    }
  }

  /** Its memory in MB, by figure name with this prefix. */
  Map<String, Double> memory(String when) {
    ProcessFigures figures = new ProcessFigures(process.pid());
    Map<String, Double> memory = new TreeMap<>();
    memory.put(when + "Rss", megabytes(figures.memory("VmRSS")));
    memory.put(when + "Anon", megabytes(figures.memory("RssAnon")));
    memory.put(when + "File", megabytes(figures.memory("RssFile")));
    return memory;
  }

  /** Stops the process (SIGTERM); kills it after 30 seconds. */
  @Override
  public void close() {
    process.stop();
    Runtime.getRuntime().removeShutdownHook(onShutdown);
  }

  private void kill() {
    process.kill();
  }

  private int readiness() {
    try {
      URI uri = URI.create("http://127.0.0.1:" + ports.get(1) + "/ready");
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout((int) TIMEOUT.toMillis());
      connection.setReadTimeout((int) TIMEOUT.toMillis());
      return connection.getResponseCode();
    } catch (IOException notYet) {
      return 0;
    }
  }

  private static double megabytes(long kibibytes) {
    return kibibytes * 1024 / 1e6;
  }
}
