package io.higuma.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.settings.Loaded;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import io.higuma.testing.Settled;
import io.higuma.tls.SelfSigned;
import io.higuma.tls.ServingCertificate;
import io.higuma.tls.ServingKeyManager;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What probes and people hear on the diagnostics port. */
class DiagnosticsServerTest {
  private final Vertx vertx = Vertx.vertx();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HttpClient http = HttpClient.newHttpClient();
  private volatile List<HealthCheck> checks = List.of();
  private volatile List<HealthCheck> live = List.of();
  private int port;

  @BeforeEach
  void start() throws Exception {
    port =
        DiagnosticsServer.start(
                vertx,
                new HttpServerOptions().setPort(0),
                new DiagnosticsServer.Checks(() -> checks, () -> live),
                meters)
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS)
            .port();
  }

  @AfterEach
  void stop() throws Exception {
    http.shutdownNow();
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void saysWhatKeepsItFromBeingReady() throws Exception {
    checks = List.of(HealthCheck.of("caches", "Meshes"), HealthCheck.of("settings", ""));

    assertThat(get("/ready").statusCode()).isEqualTo(503);
    assertThat(get("/ready").body()).isEqualTo("not ready: Meshes\n");
    assertThat(json("/q/health/ready"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"status": "DOWN", "checks": [
                      {"name": "caches", "status": "DOWN", "data": {"missing": "Meshes"}},
                      {"name": "settings", "status": "UP"}]}
                    """));
  }

  @Test
  void isReadyInSpiteOfProblemsAndNamesThem() throws Exception {
    checks =
        List.of(
            new HealthCheck(
                "settings", "", List.of("overrides 3 are kept out"), Map.of("revision", "2")));

    assertThat(get("/ready").statusCode()).isEqualTo(200);
    assertThat(get("/ready").body()).isEqualTo("OK\nbut overrides 3 are kept out\n");
    assertThat(json("/q/health").at("/checks/0/data"))
        .isEqualTo(
            new ObjectMapper()
                .readTree("{\"problems\": \"overrides 3 are kept out\", \"revision\": \"2\"}"));
  }

  @Test
  void isAliveHoweverUnready() throws Exception {
    checks = List.of(HealthCheck.of("caches", "Meshes"));

    assertThat(get("/healthy").statusCode()).isEqualTo(200);
    assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
    assertThat(json("/q/health/live").path("status").asText()).isEqualTo("UP");
  }

  @Test
  void isNotAliveWhileALoopIsStuckAndNamesIt() throws Exception {
    live =
        List.of(
            HealthCheck.of("loops", "loop election: last heartbeat 75 s ago, limit 60 s"),
            HealthCheck.of("leader loop", ""));

    assertThat(get("/healthy").statusCode()).isEqualTo(503);
    assertThat(get("/healthy").body())
        .isEqualTo("not alive: loop election: last heartbeat 75 s ago, limit 60 s\n");
    assertThat(get("/q/health/live").statusCode()).isEqualTo(503);
    assertThat(json("/q/health/live").at("/checks/0/status").asText()).isEqualTo("DOWN");
    assertThat(json("/q/health/live").at("/checks/1/status").asText()).isEqualTo("UP");
    assertThat(get("/q/health").statusCode()).isEqualTo(503);
    assertThat(get("/ready").statusCode()).isEqualTo(200);

    live = List.of(HealthCheck.of("loops", ""));
    assertThat(get("/healthy").statusCode()).isEqualTo(200);
    assertThat(get("/healthy").body()).isEqualTo("OK\n");
  }

  @Test
  void staysStartedOnceItWasReady() throws Exception {
    checks = List.of(HealthCheck.of("caches", "Meshes"));
    assertThat(get("/q/health/started").statusCode()).isEqualTo(503);

    checks = List.of();
    assertThat(get("/q/health/started").statusCode()).isEqualTo(200);

    checks = List.of(HealthCheck.of("process", "stopping"));
    assertThat(get("/q/health/started").statusCode()).isEqualTo(200);
    assertThat(get("/q/health/ready").statusCode()).isEqualTo(503);
  }

  @Test
  void showsMetrics() throws Exception {
    meters.counter("seen").increment();

    assertThat(get("/metrics").body()).contains("seen_total 1.0");
  }

  @Test
  void answersNothingElse() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    var post = HttpRequest.newBuilder(uri("/ready")).POST(HttpRequest.BodyPublishers.noBody());
    assertThat(http.send(post.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  private JsonNode json(String path) throws IOException, InterruptedException {
    return new ObjectMapper().readTree(get(path).body());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + port + path);
  }

  @Test
  void speaksTlsWhereTheSettingsSaySo() throws Exception {
    var certificate = SelfSigned.create(List.of("localhost"), Clock.systemUTC());
    var secured =
        serving(
            Map.of(
                "KUMA_DIAGNOSTICS_SERVER_PORT", "0",
                "KUMA_DIAGNOSTICS_TLS_ENABLED", "true",
                "KUMA_DIAGNOSTICS_TLS_MIN_VERSION", "TLSv1_3"),
            certificate);
    var trust = new PemTrustOptions().addCertValue(Buffer.buffer(certificate.trustAnchorPem()));
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagerFactory(vertx).getTrustManagers(), null);

    try (var client = HttpClient.newBuilder().sslContext(context).build()) {
      var answer = client.send(healthy("https", secured), BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("OK\n");
      assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    }
    var older = new SSLParameters();
    older.setProtocols(new String[] {"TLSv1.2"});
    try (var client = HttpClient.newBuilder().sslContext(context).sslParameters(older).build()) {
      assertThatThrownBy(() -> client.send(healthy("https", secured), BodyHandlers.ofString()))
          .isInstanceOf(SSLException.class);
    }
    assertThatThrownBy(() -> http.send(healthy("http", secured), BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void speaksPlainHttpUnlessToldOtherwise() throws Exception {
    var certificate = SelfSigned.create(List.of("localhost"), Clock.systemUTC());
    var plain = serving(Map.of("KUMA_DIAGNOSTICS_SERVER_PORT", "0"), certificate);

    assertThat(http.send(healthy("http", plain), BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  private int serving(Map<String, String> environment, ServingCertificate certificate) {
    var loaded = SettingsLoader.load(SettingsSources.none().withEnv(environment));
    var settings = ((Loaded.Valid) loaded).settings();
    var keys = new ServingKeyManager(() -> Optional.of(certificate));
    var options = DiagnosticsServer.options(settings, keys);
    var both = new DiagnosticsServer.Checks(() -> checks, () -> live);
    return Settled.of(20, DiagnosticsServer.start(vertx, options, both, meters)).port();
  }

  private static HttpRequest healthy(String scheme, int port) {
    return HttpRequest.newBuilder(URI.create(scheme + "://localhost:" + port + "/healthy")).build();
  }
}
