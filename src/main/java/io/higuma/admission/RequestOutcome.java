package io.higuma.admission;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/**
 * The HTTP response to one admission request, with the request and the admission response that it
 * was built from.
 *
 * @param status HTTP status code: 200 for every response to a valid request
 * @param body an {@code AdmissionReview}, or after an internal error its message
 * @param target kind of object of the webhook
 * @param request parsed request
 * @param response admission response
 * @param patchBytes size of the patch in the body; 0 without a patch
 */
public record RequestOutcome(
    int status,
    Buffer body,
    WebhookTarget target,
    AdmissionRequest request,
    AdmissionResponse response,
    int patchBytes) {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence TEXT = HttpHeaders.createOptimized("text/plain");

  /** The content type of the body. */
  CharSequence contentType() {
    return response.isFault() ? TEXT : JSON;
  }

  /** The uid of the request; empty if unknown. */
  public String uid() {
    return request.uid();
  }

  /** The kind of the object; empty if the request was not parsed. */
  public String kind() {
    return request instanceof AdmissionRequest.Parsed ? target.title() : "";
  }

  /** The namespace of the object; empty if it has none or the request was not parsed. */
  public String namespace() {
    return request instanceof AdmissionRequest.Parsed parsed ? parsed.namespace() : "";
  }

  /** The name of the object, or a display name if it has none yet; empty if unknown. */
  public String name() {
    return request instanceof AdmissionRequest.Parsed parsed ? parsed.objectName() : "";
  }

  /** Whether nothing will be stored; false if the request was not parsed. */
  public boolean dryRun() {
    return request instanceof AdmissionRequest.Parsed parsed && parsed.dryRun();
  }
}
