package io.higuma.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.admission.RunningWebhook.Setup;
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

  private final CopyOnWriteArrayList<RequestOutcome> outcomes = new CopyOnWriteArrayList<>();
  private RunningWebhook webhook;

  @BeforeEach
  void start() {
    webhook = new RunningWebhook(Setup.usual().withListener(outcomes::add));
  }

  @AfterEach
  void stop() {
    webhook.close();
  }

  @Test
  void injectionIsReportedWithItsPatchAndTheClientsTrace() throws Exception {
    var answer = answer(review("demo"), 200);
    var patch = answer.at("/response/patch").binaryValue();
    var outcome = only();
    assertThat(outcome.path()).isEqualTo("/inject-sidecar");
    assertThat(outcome.traceparent()).isEqualTo(PARENT);
    assertThat(outcome.tracestate()).isEqualTo("a=1");
    assertThat(outcome.request())
        .isEqualTo(new RequestOutcome.RequestInfo("uid-of-this-call", "Pod", "demo", "web", false));
    assertThat(outcome.response())
        .isEqualTo(new RequestOutcome.ResponseInfo(200, new Verdict("injected", ""), patch.length));
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
    assertThat(only().response().verdict())
        .isEqualTo(new Verdict("skipped", "namespace_label_disabled"));
    outcomes.clear();
    var refused = review("demo");
    refused
        .withObject("/request/object/metadata/annotations")
        .put("kuma.io/sidecar-drain-time", "soon");
    answer(refused, 200);
    assertThat(only().response())
        .isEqualTo(
            new RequestOutcome.ResponseInfo(403, new Verdict("refused", "bad_annotation"), 0));
  }

  @Test
  void invalidRequestsAreReported() throws Exception {
    answer(RunningWebhook.JSON.createObjectNode(), 400);
    assertThat(only().request()).isEqualTo(new RequestOutcome.RequestInfo("", "", "", "", false));
    assertThat(only().response().verdict()).isEqualTo(new Verdict("refused", "bad_request"));
  }

  private RequestOutcome only() {
    // The response is sent before the listener is called.
    Awaitility.await().until(() -> outcomes.size() == 1);
    return outcomes.getFirst();
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
