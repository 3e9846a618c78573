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
  private final Supplier<List<HealthCheck>> checks;
  private final PrometheusMeterRegistry meters;
  private volatile boolean started;

  private DiagnosticsServer(
      Vertx vertx,
      HttpServerOptions options,
      Supplier<List<HealthCheck>> checks,
      PrometheusMeterRegistry meters) {
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
   * @param checks what the parts of the process say of themselves
   */
  public static Future<DiagnosticsServer> start(
      Vertx vertx,
      HttpServerOptions options,
      Supplier<List<HealthCheck>> checks,
      PrometheusMeterRegistry meters) {
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
      case "/healthy" -> answer(request, 200, "OK\n");
      case "/ready" -> {
        var report = report();
        answer(request, report.isUp() ? 200 : 503, report.text());
      }
      case "/q/health", "/q/health/ready" -> health(request, report());
      case "/q/health/live" -> health(request, HealthReport.ALIVE);
      case "/q/health/started" -> health(request, started ? HealthReport.ALIVE : report());
      case "/metrics" -> {
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, METRICS_TYPE);
        request.response().end(meters.scrape());
      }
      default -> answer(request, 404, "there is /ready, /healthy, /q/health and /metrics\n");
    }
  }

  private HealthReport report() {
    var report = new HealthReport(checks.get());
    started |= report.isUp();
    return report;
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
