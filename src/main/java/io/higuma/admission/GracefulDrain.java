package io.higuma.admission;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;

/**
 * Graceful drain: sends {@code Connection: close} or GOAWAY with each response, so that clients
 * open their next connection to another replica. The server may stop after one second without
 * requests.
 */
final class GracefulDrain {
  /** Idle time after which the drain is complete. */
  private static final long IDLE_NANOS = Duration.ofSeconds(1).toNanos();

  private static final long NO_ERROR = 0;

  private volatile long lastRequest = System.nanoTime() - IDLE_NANOS;
  private volatile boolean draining;

  /** Records the time of a request. */
  void requestReceived() {
    lastRequest = System.nanoTime();
  }

  /** From now on each response closes its connection. */
  void start() {
    draining = true;
  }

  /** Whether there was no request within the idle time. */
  boolean isIdle() {
    return System.nanoTime() - lastRequest >= IDLE_NANOS;
  }

  /** Sends the response body; while draining, also closes the connection. */
  void respond(HttpServerRequest request, Buffer body) {
    var response = request.response();
    if (!draining) {
      response.end(body);
    } else if (request.version() == HttpVersion.HTTP_2) {
      response.end(body);
      // The client opens no more streams and closes after the last response. Closing here would
      // reset the connection if requests are in transit, and lose responses.
      request.connection().goAway(NO_ERROR, Integer.MAX_VALUE);
    } else {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      response.end(body).onComplete(ended -> request.connection().close());
    }
  }
}
