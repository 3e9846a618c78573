package io.higuma.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.sandbox.kube.FreePorts;
import io.higuma.sandbox.kube.KubeProcess;
import io.higuma.tls.Lifetimes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;

/**
 * {@code higuma run} as a separate process, for the test's own API server, on free ports that stay
 * the same when it is restarted. Only for tests that carry {@link NeedsPackage}.
 */
public final class ControlPlane implements AutoCloseable {
  /** The system namespace. */
  public static final String SYSTEM = "kuma-system";

  /** Timeout of all waits here. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger STARTED = new AtomicInteger();

  private final LocalKubeApi kube;
  private final Map<String, String> settings;
  private final List<Integer> ports;
  private final KubeProcess process;
  private final HttpClient http = HttpClient.newBuilder().sslContext(AnyServer.trusted()).build();

  private ControlPlane(
      LocalKubeApi kube, KubeUser user, Map<String, String> settings, List<String> options) {
    this.kube = kube;
    this.settings = Map.copyOf(settings);
    try {
      this.ports = FreePorts.take(5);
      var name = "higuma-" + STARTED.incrementAndGet();
      var command = new ArrayList<>(HigumaProcess.packaged());
      command.add("run");
      command.addAll(options);
      this.process = new KubeProcess(name, kube.folder(), command, environment(user, name));
      process.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the process with these settings; does not wait until it is ready. */
  public static ControlPlane start(LocalKubeApi kube, Map<String, String> environment) {
    return startAs(kube, KubeUser.ADMIN, environment);
  }

  /** Starts the process with these options of {@code higuma run}. */
  public static ControlPlane startWith(LocalKubeApi kube, String... options) {
    return new ControlPlane(kube, KubeUser.ADMIN, Map.of(), List.of(options));
  }

  /** As {@link #start(LocalKubeApi, Map)}, with a configuration file. */
  public static ControlPlane start(LocalKubeApi kube, Map<String, String> environment, Path file) {
    return startAs(kube, KubeUser.ADMIN, environment, file);
  }

  /** As {@link #startAs(LocalKubeApi, KubeUser, Map)}, with a configuration file. */
  public static ControlPlane startAs(
      LocalKubeApi kube, KubeUser user, Map<String, String> environment, Path file) {
    var options = List.of("--config-file", file.toAbsolutePath().toString());
    return new ControlPlane(kube, user, environment, options);
  }

  /** The same with the rights of this user. */
  public static ControlPlane startAs(
      LocalKubeApi kube, KubeUser user, Map<String, String> environment) {
    return new ControlPlane(kube, user, environment, List.of());
  }

  private Map<String, String> environment(KubeUser user, String name) throws IOException {
    var environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(variable -> variable.startsWith("KUMA_"));
    environment.put("HOSTNAME", name);
    // Tests create their own Meshes.
    environment.put("KUMA_DEFAULTS_SKIP_MESH_CREATION", "true");
    environment.putAll(settings);
    environment.put("KUBECONFIG", kubeconfig(user, name).toString());
    environment.put("KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_PORT", ports.get(0).toString());
    environment.put("KUMA_DIAGNOSTICS_SERVER_PORT", ports.get(1).toString());
    environment.put("KUMA_API_SERVER_HTTP_PORT", ports.get(2).toString());
    environment.put("KUMA_API_SERVER_HTTPS_PORT", ports.get(3).toString());
    // A test of a text that names the default port sets that port, or an empty one.
    environment.putIfAbsent("KUMA_DP_SERVER_PORT", ports.get(4).toString());
    environment.remove("KUMA_DP_SERVER_PORT", "");
    return environment;
  }

  private Path kubeconfig(KubeUser user, String name) throws IOException {
    var text = Files.readString(kube.kubeconfig());
    return Files.writeString(
        kube.folder().resolve(name + ".kubeconfig"),
        text.replace(KubeUser.ADMIN.token(), user.token()));
  }

  /** Settings for these certificate lifetimes. */
  public static Map<String, String> lifetimes(Lifetimes lives) {
    return Map.of(
        "HIGUMA_CERTIFICATES_AUTHORITY", lives.authority().toString(),
        "HIGUMA_CERTIFICATES_SERVING", lives.serving().toString(),
        "HIGUMA_CERTIFICATES_OVERLAP", lives.overlap().toString(),
        "HIGUMA_CERTIFICATES_CHECK", lives.check().toString());
  }

  /** The port of the webhook. */
  public int webhookPort() {
    return ports.get(0);
  }

  /** The port of health and metrics. */
  public int diagnosticsPort() {
    return ports.get(1);
  }

  /** The port of the API by plain HTTP. */
  public int apiPort() {
    return ports.get(2);
  }

  /** The port of the API over TLS. */
  public int apiTlsPort() {
    return ports.get(3);
  }

  /** The port that sidecars connect to. */
  public int sidecarPort() {
    return ports.get(4);
  }

  /** The process. */
  public KubeProcess process() {
    return process;
  }

  /** Waits until it is ready. */
  public ControlPlane awaitReady() {
    return await(status -> status == 200);
  }

  /** Waits until its ports are open. */
  public ControlPlane awaitOpen() {
    return await(status -> true);
  }

  private ControlPlane await(IntPredicate status) {
    Awaitility.await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsInstanceOf(IOException.class)
        .failFast(this::assertRunning)
        .until(() -> status.test(diagnostics("/ready").statusCode()));
    return this;
  }

  private void assertRunning() {
    if (!process.isRunning()) {
      throw new AssertionError("the control plane has exited:\n" + process.logTail());
    }
  }

  /** The missing conditions in the response of {@code /ready}. */
  public String missing() {
    var answer = get("/ready");
    return answer.statusCode() == 200 ? "" : answer.body().strip();
  }

  /** Gets a path of the diagnostics port. */
  public HttpResponse<String> diagnostics(String path) throws IOException, InterruptedException {
    boolean isTls = Boolean.parseBoolean(settings.get("KUMA_DIAGNOSTICS_TLS_ENABLED"));
    return send(HttpRequest.newBuilder(uri(isTls ? "https" : "http", diagnosticsPort(), path)));
  }

  /** The same; fails if there is no response. */
  public HttpResponse<String> get(String path) {
    try {
      return diagnostics(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Calls the API from the same machine. */
  public HttpResponse<String> api(
      String method, String path, Map<String, String> headers, String body)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri("http", apiPort(), path));
    headers.forEach(request::header);
    return send(request.method(method, BodyPublishers.ofString(body)));
  }

  /**
   * Posts a review to the webhook and returns its response.
   *
   * @param path such as {@code /inject-sidecar}
   */
  public JsonNode webhook(String path, JsonNode review) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(uri("https", webhookPort(), path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(review)));
    return JSON.readTree(send(request).body()).path("response");
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
  }

  private static URI uri(String scheme, int port, String path) {
    return URI.create(scheme + "://localhost:" + port + path);
  }

  /** PEM of the webhook's CA; empty until it is stored. */
  public String bundle() {
    var folder = settings.getOrDefault(ServedCertificate.SETTING, "");
    if (!folder.isEmpty()) {
      return ClusterSetup.text(folder + "/tls.crt");
    }
    var secret = kube.client().secrets().inNamespace(SYSTEM).withName("higuma-ca").get();
    return secret == null ? "" : decoded(secret.getData().get("ca.crt"));
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  /** The current serving certificate of the webhook. */
  public X509Certificate shown() {
    try (var socket =
        (SSLSocket)
            AnyServer.trusted().getSocketFactory().createSocket("localhost", webhookPort())) {
      socket.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Registers the webhooks at the API server. */
  public ControlPlane register() {
    var bundle = bundle().getBytes(StandardCharsets.UTF_8);
    ClusterSetup.register(
        kube, webhookPort(), "caBundle: " + Base64.getEncoder().encodeToString(bundle));
    // The API server reads the configurations by a watch; until then it does not call webhooks.
    Awaitility.await().atMost(TIMEOUT).until(this::isRegistered);
    return this;
  }

  /** Whether the API server calls the webhook and trusts its certificate. */
  public boolean isRegistered() {
    return ClusterSetup.isRegistered(kube);
  }

  /** The log so far. */
  public String log() {
    return ClusterSetup.text(process.log().toString());
  }

  /** Stops the process (SIGTERM) and returns its exit code. */
  public int stopped() {
    process.stop();
    return process.exitCode();
  }

  @Override
  public void close() {
    process.thaw();
    process.stop();
    http.shutdownNow();
  }
}
