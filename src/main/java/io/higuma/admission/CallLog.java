package io.higuma.admission;

import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Lines about one call. What identifies it is in the text for people, and beside it in fields of
 * its own for those who search logs.
 */
final class CallLog {
  private CallLog() {}

  /** Says what became of a call that deserves attention. */
  static void warn(Logger log, Review.Call call, String decision, String reason, String message) {
    var object = OneLine.of(call.namespace()) + "/" + OneLine.of(call.objectName());
    var why = reason.isEmpty() ? "" : reason + ": ";
    var text = decision + " " + object + ", uid " + OneLine.of(call.uid()) + ": " + why;
    with(call, decision, reason, text + OneLine.of(message), log::warn);
  }

  /** Says what became of a call, where somebody wants to know of every one. */
  static void debug(Logger log, Review.Call call, String decision, String reason, String message) {
    if (log.isDebugEnabled()) {
      var object = OneLine.of(call.namespace()) + "/" + OneLine.of(call.objectName());
      var why = reason.isEmpty() ? "" : ": " + reason + ": " + OneLine.of(message);
      var text = decision + " " + object + ", uid " + OneLine.of(call.uid()) + why;
      with(call, decision, reason, text, log::debug);
    }
  }

  private static void with(
      Review.Call call, String decision, String reason, String text, Consumer<String> log) {
    MDC.put("uid", OneLine.of(call.uid()));
    MDC.put("namespace", OneLine.of(call.namespace()));
    MDC.put("name", OneLine.of(call.objectName()));
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
