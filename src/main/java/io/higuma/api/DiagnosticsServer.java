package io.higuma.api;

import io.higuma.settings.Settings;
import io.higuma.settings.TlsRules;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.X509KeyManager;

/**
 * Health and metrics, over TLS where {@code diagnostics.tlsEnabled} says so: on the paths that Kuma
 * has them on, and on those of MicroProfile Health. Not by an extension of Quarkus, because probes
 * ask before Quarkus runs.
 */
public final class DiagnosticsServer {
  private static final int IDLE_SECONDS = 60;
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final Checks checks;
  private final PrometheusMeterRegistry meters;
  private volatile boolean started;

  /**
   * What the parts of the process say of themselves.
   *
   * @param ready whether calls can be answered
   * @param live whether the process works; where it does not, it should be started again
   */
  public record Checks(Supplier<List<HealthCheck>> ready, Supplier<List<HealthCheck>> live) {}

  private DiagnosticsServer(
      Vertx vertx, HttpServerOptions options, Checks checks, PrometheusMeterRegistry meters) {
    this.checks = checks;
    this.meters = meters;
    this.server = vertx.createHttpServer(options);
  }

  /**
   * On which port and how to listen.
   *
   * @param keys what it shows where {@code diagnostics.tlsEnabled}
   */
  public static HttpServerOptions options(Settings settings, X509KeyManager keys) {
    var own = settings.diagnostics();
    var options = new HttpServerOptions().setPort(own.serverPort()).setIdleTimeout(IDLE_SECONDS);
    if (own.tlsEnabled()) {
      ApiPorts.secure(options, TlsRules.of(settings.general(), own), keys);
    }
    return options;
  }

  /**
   * Listens; fails where the port is taken.
   *
   * @param options as of {@link #options}; port 0 for any free one
   * @param checks what is answered
   */
  public static Future<DiagnosticsServer> start(
      Vertx vertx, HttpServerOptions options, Checks checks, PrometheusMeterRegistry meters) {
    var diagnostics = new DiagnosticsServer(vertx, options, checks, meters);
    return diagnostics
        .server
        .requestHandler(diagnostics::handle)
        .listen()
        .map(listening -> diagnostics);
  }

  /** The port it listens on. */
  public int port() {
    return server.actualPort();
  }

  private void handle(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      answer(request, 405, "only GET is answered\n");
      return;
    }
    var path = request.path();
    switch (path == null ? "" : path) {
      case "/healthy" -> text(request, live(), "alive");
      case "/ready" -> text(request, ready(), "ready");
      case "/q/health" -> health(request, ready().and(live()));
      case "/q/health/ready" -> health(request, ready());
      case "/q/health/live" -> health(request, live());
      case "/q/health/started" -> health(request, started ? new HealthReport(List.of()) : ready());
      case "/metrics" -> {
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, METRICS_TYPE);
        request.response().end(meters.scrape());
      }
      default -> answer(request, 404, "there is /ready, /healthy, /q/health and /metrics\n");
    }
  }

  private HealthReport live() {
    return new HealthReport(checks.live().get());
  }

  private HealthReport ready() {
    var report = new HealthReport(checks.ready().get());
    started |= report.isUp();
    return report;
  }

  private static void text(HttpServerRequest request, HealthReport report, String what) {
    answer(request, report.isUp() ? 200 : 503, report.text(what));
  }

  private static void health(HttpServerRequest request, HealthReport report) {
    request
        .response()
        .setStatusCode(report.isUp() ? 200 : 503)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
        .end(report.json());
  }

  private static void answer(HttpServerRequest request, int status, String text) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .end(text);
  }
}
