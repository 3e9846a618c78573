package io.higuma.admission;

import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Logs decisions about admission requests. The identifying fields are in the message and also in
 * the MDC, for structured logs.
 */
final class RequestLog {
  private RequestLog() {}

  /** Logs a rejected request. */
  static void warn(
      Logger log, AdmissionRequest.Parsed request, String decision, String reason, String message) {
    var object = LogText.of(request.namespace()) + "/" + LogText.of(request.objectName());
    var detail = reason.isEmpty() ? "" : reason + ": ";
    var text = decision + " " + object + ", uid " + LogText.of(request.uid()) + ": " + detail;
    withMdc(request, decision, reason, text + LogText.of(message), log::warn);
  }

  /** Logs any other decision. */
  static void debug(
      Logger log, AdmissionRequest.Parsed request, String decision, String reason, String message) {
    if (log.isDebugEnabled()) {
      var object = LogText.of(request.namespace()) + "/" + LogText.of(request.objectName());
      var detail = reason.isEmpty() ? "" : ": " + reason + ": " + LogText.of(message);
      var text = decision + " " + object + ", uid " + LogText.of(request.uid()) + detail;
      withMdc(request, decision, reason, text, log::debug);
    }
  }

  private static void withMdc(
      AdmissionRequest.Parsed request,
      String decision,
      String reason,
      String text,
      Consumer<String> log) {
    MDC.put("uid", LogText.of(request.uid()));
    MDC.put("namespace", LogText.of(request.namespace()));
    MDC.put("name", LogText.of(request.objectName()));
    MDC.put("decision", decision);
    MDC.put("reason", reason);
    try {
      log.accept(text);
    } finally {
      MDC.remove("uid");
      MDC.remove("namespace");
      MDC.remove("name");
      MDC.remove("decision");
      MDC.remove("reason");
    }
  }
}
