package io.higuma.admission;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/**
 * HTTP response of a webhook, with the admission request and response for reporting.
 *
 * @param status HTTP status code: 200 for every response to a valid request
 * @param body an {@code AdmissionReview}, or after an internal error its message
 * @param target kind of object of the webhook
 * @param request parsed request
 * @param response admission response
 * @param patchBytes size of the patch in the body
 */
record HttpReply(
    int status,
    Buffer body,
    WebhookTarget target,
    AdmissionRequest request,
    AdmissionResponse response,
    int patchBytes) {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence TEXT = HttpHeaders.createOptimized("text/plain");

  /** The content type of the body. */
  CharSequence type() {
    return response.isFault() ? TEXT : JSON;
  }

  /** The request as reported to the {@link RequestListener}. */
  RequestOutcome.RequestInfo requestInfo() {
    return switch (request) {
      case AdmissionRequest.Parsed parsed ->
          new RequestOutcome.RequestInfo(
              parsed.uid(),
              target.title(),
              parsed.namespace(),
              parsed.objectName(),
              parsed.dryRun());
      case AdmissionRequest.Unreadable unreadable ->
          new RequestOutcome.RequestInfo(unreadable.uid(), "", "", "", false);
    };
  }

  /** The response as reported to the {@link RequestListener}. */
  RequestOutcome.ResponseInfo responseInfo() {
    return new RequestOutcome.ResponseInfo(response.code(), response.verdict(), patchBytes);
  }
}
