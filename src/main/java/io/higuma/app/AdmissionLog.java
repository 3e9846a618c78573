package io.higuma.app;

import io.higuma.admission.AdmissionResponse;
import io.higuma.admission.RequestListener;
import io.higuma.admission.RequestOutcome;
import io.higuma.admission.StageTimes;
import io.higuma.api.status.EventLog;
import io.higuma.api.status.EventLog.Entry;
import io.higuma.api.status.EventLog.Outcome;
import io.vertx.core.MultiMap;

/**
 * Adds refused and failed admission requests, and skips of Pods that were labelled for injection,
 * to the log of the last hour. Dry runs are left out.
 *
 * @param log the log
 */
record AdmissionLog(EventLog log) implements RequestListener {
  private static final int FIRST_FAILURE = 429;

  @Override
  public void onResponse(String path, MultiMap headers, RequestOutcome outcome, StageTimes times) {
    add(outcome);
  }

  /** Adds an entry if the outcome is one of those. */
  void add(RequestOutcome outcome) {
    if (outcome.dryRun()) {
      return;
    }
    var verdict = outcome.response().verdict();
    switch (outcome.response()) {
      case AdmissionResponse.Denied denied ->
          add(
              outcome,
              denied.code() >= FIRST_FAILURE ? Outcome.FAILED : Outcome.REFUSED,
              verdict.reason(),
              denied.message());
      case AdmissionResponse.Allowed _ -> {
        if (verdict.decision().equals("skipped")) {
          DecisionEvents.reportedSkip(verdict.reason())
              .ifPresent(skip -> add(outcome, Outcome.SKIPPED, skip.code(), skip.sentence()));
        }
      }
    }
  }

  private void add(RequestOutcome outcome, Outcome what, String reason, String message) {
    log.add(
        EventLog.Source.ADMISSION,
        new Entry(what, outcome.kind(), outcome.namespace(), outcome.name(), reason, message));
  }
}
