package io.higuma.admission;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/**
 * HTTP response of a webhook, with the admission request and response for reporting.
 *
 * @param status HTTP status code: 200 for every response to a valid request
 * @param body an {@code AdmissionReview}, or after an internal error its message
 * @param subject kind of object of the webhook
 * @param review parsed request
 * @param answer admission response
 * @param patchBytes size of the patch in the body
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

  /** The content type of the body. */
  CharSequence type() {
    return answer.isFault() ? TEXT : JSON;
  }

  /** The request as reported to the {@link RequestListener}. */
  RequestOutcome.About about() {
    return switch (review) {
      case AdmissionRequest.Call call ->
          new RequestOutcome.About(
              call.uid(), subject.title(), call.namespace(), call.objectName(), call.dryRun());
      case AdmissionRequest.Unreadable unreadable ->
          new RequestOutcome.About(unreadable.uid(), "", "", "", false);
    };
  }

  /** The response as reported to the {@link RequestListener}. */
  RequestOutcome.Told told() {
    return new RequestOutcome.Told(answer.code(), answer.verdict(), patchBytes);
  }
}
