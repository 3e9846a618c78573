package io.higuma.admission;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/**
 * What goes back over HTTP.
 *
 * @param status of HTTP: 200 for everything that is an answer to a known call
 * @param body an {@code AdmissionReview}, or after a fault of our own what went wrong
 * @param subject what calls of this webhook are about
 * @param review what came of reading the call
 * @param answer what became of it
 * @param patchBytes how large the patch in the body is
 */
record HttpReply(
    int status,
    Buffer body,
    WebhookTarget subject,
    AdmissionRequest review,
    AdmissionResponse answer,
    int patchBytes) {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence TEXT = HttpHeaders.createOptimized("text/plain");

  /** What the body is. */
  CharSequence type() {
    return answer.isFault() ? TEXT : JSON;
  }

  /** What the call was about, for those who were not there. */
  RequestOutcome.About about() {
    return switch (review) {
      case AdmissionRequest.Call call ->
          new RequestOutcome.About(
              call.uid(), subject.title(), call.namespace(), call.objectName(), call.dryRun());
      case AdmissionRequest.Unreadable unreadable ->
          new RequestOutcome.About(unreadable.uid(), "", "", "", false);
    };
  }

  /** What the caller was told, for those who were not there. */
  RequestOutcome.Told told() {
    return new RequestOutcome.Told(answer.code(), answer.verdict(), patchBytes);
  }
}
