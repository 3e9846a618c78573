package io.higuma.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.admission.AdmissionResponse.Verdict;
import io.higuma.admission.RunningWebhook.Setup;
import io.vertx.core.MultiMap;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The listener is called after each response, with the outcome and its stage timings. */
class RequestListenerTest {
  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final CopyOnWriteArrayList<Reported> reports = new CopyOnWriteArrayList<>();
  private RunningWebhook webhook;

  /** The arguments of one call of the listener. */
  private record Reported(
      String path, MultiMap headers, RequestOutcome outcome, StageTimes times) {}

  @BeforeEach
  void start() {
    webhook =
        new RunningWebhook(
            Setup.defaults()
                .withListener(
                    (path, headers, outcome, times) ->
                        reports.add(new Reported(path, headers, outcome, times))));
  }

  @AfterEach
  void stop() {
    webhook.close();
  }

  @Test
  void injectionIsReportedWithItsPatchAndTheClientsTrace() throws Exception {
    var answer = answer(review("demo"), 200);
    var patch = answer.at("/response/patch").binaryValue();
    assertThat(only().path()).isEqualTo("/inject-sidecar");
    assertThat(only().headers().get("traceparent")).isEqualTo(PARENT);
    assertThat(only().headers().get("tracestate")).isEqualTo("a=1");
    assertRequest("uid-of-this-call", "Pod", "demo", "web");
    assertResponse(200, new Verdict("injected", ""), patch.length);
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void everyStageTakesItsTimeAndIsCounted(Stage stage) throws Exception {
    answer(review("demo"), 200);
    var times = only().times();
    assertThat(times.in(stage)).isPositive();
    var timer = webhook.meters().get("higuma_admission_stage").tag("stage", stage.code()).timer();
    assertThat(timer.count()).isOne();
    assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isEqualTo((double) times.in(stage));
    assertThat(
            webhook
                .meters()
                .get("higuma_admission_duration")
                .timer()
                .totalTime(TimeUnit.NANOSECONDS))
        .isEqualTo((double) times.total());
  }

  @Test
  void skippedAndRejectedPodsAreReportedWithTheReason() throws Exception {
    answer(review("off"), 200);
    assertThat(only().outcome().response().verdict())
        .isEqualTo(new Verdict("skipped", "namespace_label_disabled"));
    reports.clear();
    var refused = review("demo");
    refused
        .withObject("/request/object/metadata/annotations")
        .put("kuma.io/sidecar-drain-time", "soon");
    answer(refused, 200);
    assertResponse(403, new Verdict("refused", "bad_annotation"), 0);
  }

  @Test
  void invalidRequestsAreReported() throws Exception {
    answer(RunningWebhook.JSON.createObjectNode(), 400);
    assertRequest("", "", "", "");
    assertThat(only().outcome().response().verdict())
        .isEqualTo(new Verdict("refused", "bad_request"));
  }

  private Reported only() {
    // The response is sent before the listener is called.
    Awaitility.await().until(() -> reports.size() == 1);
    return reports.getFirst();
  }

  private void assertRequest(String uid, String kind, String namespace, String name) {
    var outcome = only().outcome();
    assertThat(outcome.uid()).isEqualTo(uid);
    assertThat(outcome.kind()).isEqualTo(kind);
    assertThat(outcome.namespace()).isEqualTo(namespace);
    assertThat(outcome.name()).isEqualTo(name);
    assertThat(outcome.dryRun()).isFalse();
  }

  private void assertResponse(int code, Verdict verdict, int patchBytes) {
    var outcome = only().outcome();
    assertThat(outcome.response().code()).isEqualTo(code);
    assertThat(outcome.response().verdict()).isEqualTo(verdict);
    assertThat(outcome.patchBytes()).isEqualTo(patchBytes);
  }

  private static ObjectNode review(String namespace) {
    return RunningWebhook.review(namespace, RunningWebhook.pod("web"));
  }

  private JsonNode answer(JsonNode review, int status) throws Exception {
    var request =
        webhook
            .to(AdmissionServer.INJECT_PATH)
            .header("Content-Type", "application/json")
            .header("traceparent", PARENT)
            .header("tracestate", "a=1")
            .POST(BodyPublishers.ofString(review.toString()))
            .build();
    var response = webhook.client().send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(status);
    return RunningWebhook.JSON.readTree(response.body());
  }
}
