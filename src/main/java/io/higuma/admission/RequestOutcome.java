package io.higuma.admission;

/**
 * One admission request with its response and timings.
 *
 * @param path of the webhook
 * @param traceparent header of W3C Trace Context; empty if absent
 * @param tracestate header of W3C Trace Context; empty if absent
 * @param request the request
 * @param response the response
 * @param times stage timings
 */
public record RequestOutcome(
    String path,
    String traceparent,
    String tracestate,
    RequestInfo request,
    ResponseInfo response,
    StageTimes times) {

  /**
   * Identity of a request. Unknown values are empty, as are all but the uid if the request was not
   * parsed.
   *
   * @param uid of the request
   * @param kind of the object
   * @param namespace of the object
   * @param name of the object, or a display name if it has none yet
   * @param dryRun whether nothing will be stored
   */
  public record RequestInfo(
      String uid, String kind, String namespace, String name, boolean dryRun) {}

  /**
   * Summary of a response.
   *
   * @param code HTTP status code in the AdmissionReview: 200 if the object is allowed
   * @param verdict decision and reason code
   * @param patchBytes size of the patch; 0 without a patch
   */
  public record ResponseInfo(int code, Verdict verdict, int patchBytes) {}
}
