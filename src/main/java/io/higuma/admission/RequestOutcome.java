package io.higuma.admission;

/**
 * One call and what became of it.
 *
 * @param path of the webhook
 * @param traceparent the caller's, as W3C Trace Context has it; empty where it sends none
 * @param tracestate the caller's; empty where it sends none
 * @param about what it was about
 * @param answer what it was told
 * @param times how long it took
 */
public record RequestOutcome(
    String path,
    String traceparent,
    String tracestate,
    About about,
    Told answer,
    StageTimes times) {

  /**
   * What a call is about. Empty is what is unknown, as all but the uid is for a call that was not
   * read.
   *
   * @param uid of the call
   * @param kind of the object
   * @param namespace where the object is to be
   * @param name of the object, or what people call it where it has none yet
   * @param dryRun whether nothing will be stored
   */
  public record About(String uid, String kind, String namespace, String name, boolean dryRun) {}

  /**
   * What a caller was told.
   *
   * @param code in the review, which reads as a status of HTTP: 200 where the object may pass
   * @param verdict in two words
   * @param patchBytes size of the patch; 0 for none
   */
  public record Told(int code, Verdict verdict, int patchBytes) {}
}
