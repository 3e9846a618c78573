package io.higuma.admission;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Says of every answered call what became of it.
 *
 * @param metrics counts all of them
 * @param listener hears of each; nothing is gathered for one that does not listen
 */
record RequestReporter(AdmissionMetrics metrics, RequestListener listener) {

  /** A call was answered just now. */
  void answered(HttpServerRequest request, HttpReply reply, StageTimes times) {
    metrics.took(times);
    if (listener.isListening()) {
      listener.answered(
          new RequestOutcome(
              text(request.path()),
              text(request.getHeader("traceparent")),
              text(request.getHeader("tracestate")),
              reply.about(),
              reply.told(),
              times));
    }
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
