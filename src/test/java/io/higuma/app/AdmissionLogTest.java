package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.higuma.admission.AdmissionRequest;
import io.higuma.admission.AdmissionResponse;
import io.higuma.admission.AdmissionResponse.Status;
import io.higuma.admission.AdmissionResponse.Verdict;
import io.higuma.admission.RequestOutcome;
import io.higuma.admission.ReviewVersion;
import io.higuma.admission.WebhookTarget;
import io.higuma.api.status.EventLog;
import io.higuma.api.status.LoggedEvent;
import io.higuma.patch.JsonPatch;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests of which admission requests are in the log of the last hour. */
class AdmissionLogTest {
  private final EventLog events = new EventLog(InstantSource.system(), () -> {});
  private final AdmissionLog log = new AdmissionLog(events);

  private static AdmissionRequest pod(boolean dryRun) {
    return new AdmissionRequest.Parsed(
        ReviewVersion.V1,
        "uid",
        "CREATE",
        "",
        "shop",
        "web",
        dryRun,
        Optional.empty(),
        Optional.empty());
  }

  private void add(AdmissionRequest request, AdmissionResponse response) {
    log.add(new RequestOutcome(200, Buffer.buffer(), WebhookTarget.POD, request, response, 0));
  }

  private static AdmissionResponse denied(Status status, String reason) {
    return new AdmissionResponse.Denied(
        new Verdict("refused", reason), status, "because", List.of());
  }

  private static AdmissionResponse allowed(String decision, String reason) {
    return new AdmissionResponse.Allowed(
        new Verdict(decision, reason), JsonPatch.NOTHING, List.of());
  }

  @Test
  void hasRefusalsAndFailures() {
    add(pod(false), denied(Status.FORBIDDEN, "mesh_not_found"));
    add(pod(false), denied(Status.INTERNAL_ERROR, "lookup_failed"));
    add(pod(false), denied(Status.UNAVAILABLE, "unavailable"));
    add(pod(false), denied(Status.FAULT, "fault"));

    assertThat(events.lastHour())
        .extracting(LoggedEvent::reason, LoggedEvent::outcome, LoggedEvent::message)
        .containsExactlyInAnyOrder(
            tuple("mesh_not_found", "refused", "because"),
            tuple("lookup_failed", "failed", "because"),
            tuple("unavailable", "failed", "because"),
            tuple("fault", "failed", "because"));
    assertThat(events.lastHour())
        .allSatisfy(
            event -> {
              assertThat(event.kind()).isEqualTo("Pod");
              assertThat(event.namespace()).isEqualTo("shop");
              assertThat(event.name()).isEqualTo("web");
            });
  }

  @Test
  void requestsThatWereNotReadCountAsOne() {
    var unread = new AdmissionRequest.Unreadable(ReviewVersion.V1, "a", true, "the queue is full");
    for (int i = 0; i < 100; i++) {
      add(unread, denied(Status.TOO_MANY_REQUESTS, "too_many_requests"));
    }

    assertThat(events.lastHour())
        .extracting(LoggedEvent::outcome, LoggedEvent::count, LoggedEvent::name)
        .containsExactly(tuple("failed", 100, ""));
  }

  @Test
  void hasSkipsOfPodsThatWereLabelledForInjection() {
    add(pod(false), allowed("skipped", "host_network"));
    add(pod(false), allowed("skipped", "not_labelled"));
    add(pod(false), allowed("injected", ""));

    assertThat(events.lastHour())
        .extracting(LoggedEvent::reason, LoggedEvent::outcome)
        .containsExactly(tuple("host_network", "skipped"));
    assertThat(events.lastHour().getFirst().message()).contains("its node's network");
  }

  @Test
  void leavesDryRunsOut() {
    add(pod(true), denied(Status.FORBIDDEN, "mesh_not_found"));

    assertThat(events.lastHour()).isEmpty();
  }
}
