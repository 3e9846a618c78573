package io.higuma.admission;

import io.higuma.loop.LoopSupervisor;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;

/** Responds to invalid HTTP requests in plain text. */
final class HttpErrors {
  /** How long the rest of a request body is discarded before the connection is closed. */
  private static final Duration LINGER = Duration.ofMillis(500);

  private final Vertx vertx;
  private final LoopSupervisor loops;

  HttpErrors(Vertx vertx, LoopSupervisor loops) {
    this.vertx = vertx;
    this.loops = loops;
  }

  /** Sends an error response without waiting for the rest of the request body. */
  void reject(HttpServerRequest request, int status, String message) {
    var response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "text/plain");
    if (request.isEnded()) {
      response.end(message + "\n");
      return;
    }
    // Discard the rest of the body for a while: a client that is disconnected at once does not read
    // the response.
    request.handler(chunk -> {});
    request.endHandler(nothing -> {});
    response.end(message + "\n");
    var _ = loops.after(vertx, LINGER, "slow senders", () -> cutOff(request));
  }

  private static void cutOff(HttpServerRequest request) {
    if (request.isEnded()) {
      return;
    }
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset();
    } else {
      request.connection().close();
    }
  }
}
