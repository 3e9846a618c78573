package io.higuma.admission;

import io.higuma.loop.LoopSupervisor;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;

/** Answers requests that are no calls, in plain text. */
final class HttpErrors {
  /** How long a sender that was answered may go on sending before it is cut off. */
  private static final Duration LINGER = Duration.ofMillis(500);

  private final Vertx vertx;
  private final LoopSupervisor loops;

  HttpErrors(Vertx vertx, LoopSupervisor loops) {
    this.vertx = vertx;
    this.loops = loops;
  }

  /** Answers, and does not wait for what the sender may still send. */
  void turnAway(HttpServerRequest request, int status, String why) {
    var response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "text/plain");
    if (request.isEnded()) {
      response.end(why + "\n");
      return;
    }
    // What still comes is thrown away for a while: who is cut off at once never reads the answer.
    request.handler(chunk -> {});
    request.endHandler(nothing -> {});
    response.end(why + "\n");
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
