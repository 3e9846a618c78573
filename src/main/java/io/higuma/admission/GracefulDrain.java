package io.higuma.admission;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;

/**
 * How the server leaves without anybody noticing: it goes on answering, and each answer is the last
 * one on its connection, so that callers open their next one to another replica. It can go when
 * nobody has called for a while.
 */
final class GracefulDrain {
  /** Callers that still come are closer together: what is rarer than that is rare anyway. */
  private static final long QUIET_NANOS = Duration.ofSeconds(1).toNanos();

  private static final long NO_ERROR = 0;

  private volatile long lastCall = System.nanoTime() - QUIET_NANOS;
  private volatile boolean begun;

  /** Notes that somebody calls. */
  void called() {
    lastCall = System.nanoTime();
  }

  /** From now on callers are sent away with their answers. */
  void begin() {
    begun = true;
  }

  /** Whether nobody has called for a while. */
  boolean isQuiet() {
    return System.nanoTime() - lastCall >= QUIET_NANOS;
  }

  /** Ends the answer to this call. */
  void answer(HttpServerRequest request, Buffer body) {
    var response = request.response();
    if (!begun) {
      response.end(body);
    } else if (request.version() == HttpVersion.HTTP_2) {
      response.end(body);
      // The caller opens no more streams and closes when all are answered. Were it us who closed,
      // what it has just sent would meet a closed socket, and answers would be lost with it.
      request.connection().goAway(NO_ERROR, Integer.MAX_VALUE);
    } else {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      response.end(body).onComplete(ended -> request.connection().close());
    }
  }
}
