package io.higuma.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.higuma.inject.InjectVectors;
import io.higuma.inject.InjectionContext;
import io.higuma.inject.KumaCluster;
import io.higuma.inject.Surroundings;
import io.higuma.loop.LoopSupervisor;
import io.higuma.patch.PatchUsers;
import io.higuma.settings.Settings;
import io.higuma.settings.TlsRules;
import io.higuma.testing.Settled;
import io.higuma.tls.ClientAuthority;
import io.higuma.tls.InvalidCertificateException;
import io.higuma.tls.SelfSigned;
import io.higuma.tls.ServingCertificate;
import io.higuma.tls.ServingKeyManager;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** A webhook server in this process, on a free port, with a client that trusts it. */
public final class RunningWebhook implements AutoCloseable {
  public static final ObjectMapper JSON = new ObjectMapper();
  static final ServingCertificate CERTIFICATE =
      SelfSigned.create(List.of("localhost", "127.0.0.1"), Clock.systemUTC());

  private final Vertx vertx = Vertx.vertx();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final AdmissionServer server;
  private final HttpClient client;

  /** Settings of a test. */
  record Setup(
      Settings settings,
      Surroundings cached,
      Surroundings live,
      ReadinessGate readiness,
      PatchUsers users,
      ServerTimeouts timeouts,
      RequestListener requestListener,
      CompletableFuture<ServingCertificate> certificate) {
    static Setup defaults() {
      return around(new KumaCluster());
    }

    static Setup around(Surroundings cluster) {
      return new Setup(
          Settings.defaults(),
          cluster,
          cluster,
          open(),
          PatchUsers.NONE,
          ServerTimeouts.DEFAULTS,
          RequestListener.NONE,
          CompletableFuture.completedFuture(CERTIFICATE));
    }

    Setup with(Settings changed) {
      return new Setup(
          changed, cached, live, readiness, users, timeouts, requestListener, certificate);
    }

    Setup with(ReadinessGate changed) {
      return new Setup(
          settings, cached, live, changed, users, timeouts, requestListener, certificate);
    }

    Setup withLive(Surroundings changed) {
      return new Setup(
          settings, cached, changed, readiness, users, timeouts, requestListener, certificate);
    }

    Setup with(PatchUsers changed) {
      return new Setup(
          settings, cached, live, readiness, changed, timeouts, requestListener, certificate);
    }

    Setup with(ServerTimeouts changed) {
      return new Setup(
          settings, cached, live, readiness, users, changed, requestListener, certificate);
    }

    Setup withListener(RequestListener changed) {
      return new Setup(settings, cached, live, readiness, users, timeouts, changed, certificate);
    }

    Setup withCertificate(CompletableFuture<ServingCertificate> changed) {
      return new Setup(
          settings, cached, live, readiness, users, timeouts, requestListener, changed);
    }

    private static ReadinessGate open() {
      return new ReadinessGate(
          CompletableFuture.completedFuture(null), () -> "", ReadinessGate.DEFAULT_TIMEOUT);
    }
  }

  RunningWebhook(Setup setup) {
    this(setup, injection(setup.settings()));
  }

  private static InjectionContext injection(Settings settings) {
    boolean isNative = settings.runtime().kubernetes().injector().sidecarContainers();
    return new InjectionContext(settings, isNative, InjectVectors.caCertificate());
  }

  /** A webhook with this injection context for this cluster. */
  public static RunningWebhook of(InjectionContext injection, Surroundings cluster) {
    return new RunningWebhook(Setup.around(cluster), injection);
  }

  private static Optional<X509TrustManager> clients(Settings settings) {
    var file = settings.runtime().kubernetes().admissionServer().clientCaFile();
    try {
      return file.isEmpty() ? Optional.empty() : Optional.of(new ClientAuthority(Path.of(file)));
    } catch (InvalidCertificateException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private RunningWebhook(Setup setup, InjectionContext injection) {
    var rules = DecisionRules.of(injection);
    server =
        Settled.of(
            20,
            AdmissionServer.start(
                vertx,
                new AdmissionServer.Endpoint(
                    "127.0.0.1",
                    0,
                    new ServingKeyManager(
                        () -> Optional.ofNullable(setup.certificate().getNow(null)),
                        setup.certificate(),
                        setup.readiness().timeout()),
                    TlsRules.of(setup.settings().general()),
                    clients(setup.settings()),
                    2,
                    setup.timeouts()),
                new AdmissionServer.Decisions(
                    () -> rules,
                    setup.cached(),
                    setup.live(),
                    setup.readiness(),
                    meters,
                    setup.users(),
                    DecisionListener.NONE,
                    setup.requestListener()),
                LoopSupervisor.uncounted()));
    client = HttpClient.newBuilder().sslContext(trust()).build();
  }

  static RunningWebhook withDefaults() {
    return new RunningWebhook(Setup.defaults());
  }

  public int port() {
    return server.port();
  }

  int inFlight() {
    return server.inFlight();
  }

  /** Starts the drain; completes when it is done. */
  CompletableFuture<Void> drain(Duration grace) {
    return server.drain(grace).toCompletionStage().toCompletableFuture();
  }

  /** PEM of the certificate that clients must trust. */
  public static String trustAnchor() {
    return CERTIFICATE.trustAnchorPem();
  }

  public MeterRegistry meters() {
    return meters;
  }

  HttpClient client() {
    return client;
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(30));
  }

  HttpResponse<String> post(String path, byte[] body) throws IOException, InterruptedException {
    var request =
        to(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  HttpResponse<String> inject(String body) throws IOException, InterruptedException {
    return post(AdmissionServer.INJECT_PATH, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a review and returns its response, which must have the same uid and version. */
  public JsonNode answer(JsonNode review) throws IOException, InterruptedException {
    return answer(AdmissionServer.INJECT_PATH, review);
  }

  JsonNode answer(String path, JsonNode review) throws IOException, InterruptedException {
    var response = post(path, JSON.writeValueAsBytes(review));
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + ": " + response.body());
    }
    var answer = JSON.readTree(response.body());
    if (!answer.at("/response/uid").equals(review.at("/request/uid"))
        || !answer.path("apiVersion").equals(review.path("apiVersion"))) {
      throw new AssertionError("not an answer to this call: " + response.body());
    }
    return answer.path("response");
  }

  /** A review for the creation of this Pod in this namespace. */
  public static ObjectNode review(String namespace, JsonNode pod) {
    var review = JSON.createObjectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    var request = review.putObject("request");
    request.put("uid", "uid-of-this-call");
    request.putObject("kind").put("group", "").put("version", "v1").put("kind", "Pod");
    request.put("namespace", namespace).put("operation", "CREATE");
    request.set("object", pod);
    return review;
  }

  static ObjectNode yaml(String text) {
    try {
      return (ObjectNode) new YAMLMapper().readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public static ObjectNode pod(String name) {
    var pod = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
    pod.putObject("metadata").put("name", name);
    pod.putObject("spec").putArray("containers").addObject().put("name", "app").put("image", "a");
    return pod;
  }

  static SSLContext trust() {
    return trust(new KeyManager[0]);
  }

  /** The same with a client certificate. */
  static SSLContext trust(KeyManager[] keys) {
    try {
      var anchors = KeyStore.getInstance(KeyStore.getDefaultType());
      anchors.load(null, null);
      var pem = CERTIFICATE.trustAnchorPem().getBytes(StandardCharsets.US_ASCII);
      anchors.setCertificateEntry(
          "webhook",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(pem)));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(anchors);
      var context = SSLContext.getInstance("TLS");
      context.init(keys, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    Settled.of(20, vertx.close());
  }
}
