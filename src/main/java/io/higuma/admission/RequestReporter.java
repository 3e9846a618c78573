package io.higuma.admission;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Reports each response to the metrics and to the {@link RequestListener}.
 *
 * @param metrics records stage timings
 * @param listener called if {@link RequestListener#isListening}
 */
record RequestReporter(AdmissionMetrics metrics, RequestListener listener) {

  /** Reports one response. */
  void report(HttpServerRequest request, HttpReply reply, StageTimes times) {
    metrics.recordStages(times);
    if (listener.isListening()) {
      listener.onResponse(
          new RequestOutcome(
              text(request.path()),
              text(request.getHeader("traceparent")),
              text(request.getHeader("tracestate")),
              reply.requestInfo(),
              reply.responseInfo(),
              times));
    }
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
