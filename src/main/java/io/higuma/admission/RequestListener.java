package io.higuma.admission;

import io.vertx.core.MultiMap;

/** Callback after each admission response, with stage timings. */
@FunctionalInterface
public interface RequestListener {
  /** Does nothing. */
  RequestListener NONE = (path, headers, outcome, times) -> {};

  /**
   * Called after a response was written. Runs on the event loop and must not block.
   *
   * @param path of the webhook
   * @param headers of the HTTP request
   * @param outcome the request and its response
   * @param times stage timings
   */
  void onResponse(String path, MultiMap headers, RequestOutcome outcome, StageTimes times);
}
