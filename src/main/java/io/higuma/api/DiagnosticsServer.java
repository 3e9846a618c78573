package io.higuma.api;

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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Health and metrics over plain HTTP, on the paths that Kuma has them on. */
public final class DiagnosticsServer {
  private static final int IDLE_SECONDS = 60;
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final Supplier<String> missing;
  private final Supplier<List<String>> notes;
  private final PrometheusMeterRegistry meters;

  private DiagnosticsServer(
      Vertx vertx,
      int port,
      Supplier<String> missing,
      Supplier<List<String>> notes,
      PrometheusMeterRegistry meters) {
    this.missing = missing;
    this.notes = notes;
    this.meters = meters;
    this.server =
        vertx.createHttpServer(new HttpServerOptions().setPort(port).setIdleTimeout(IDLE_SECONDS));
  }

  /**
   * Listens; fails where the port is taken.
   *
   * @param port 0 for any free one
   * @param missing what keeps the process from being ready; empty when it is ready
   * @param notes what is wrong without keeping it from being ready
   */
  public static Future<DiagnosticsServer> start(
      Vertx vertx,
      int port,
      Supplier<String> missing,
      Supplier<List<String>> notes,
      PrometheusMeterRegistry meters) {
    var diagnostics = new DiagnosticsServer(vertx, port, missing, notes, meters);
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
      case "/ready" -> ready(request);
      case "/metrics" -> {
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, METRICS_TYPE);
        request.response().end(meters.scrape());
      }
      default -> answer(request, 404, "there is /ready, /healthy and /metrics\n");
    }
  }

  private void ready(HttpServerRequest request) {
    var what = missing.get();
    if (what.isEmpty()) {
      var lines = Stream.concat(Stream.of("OK"), notes.get().stream().map(note -> "but " + note));
      answer(request, 200, lines.collect(Collectors.joining("\n", "", "\n")));
    } else {
      answer(request, 503, "not ready: " + what + "\n");
    }
  }

  private static void answer(HttpServerRequest request, int status, String text) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .end(text);
  }
}
