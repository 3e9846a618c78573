package io.higuma.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.admission.RunningWebhook.Setup;
import io.higuma.inject.KumaCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** More requests than the queue holds: the excess is rejected, and the rest is served. */
@DisplayName("reliability 18: overload")
class OverloadTest {
  private static final int QUEUE_LIMIT = 8;
  private static final int CALLS = 60;
  private static final ServerTimeouts SMALL_QUEUE =
      new ServerTimeouts(
          Duration.ofSeconds(15), Duration.ofSeconds(90), Duration.ofSeconds(30), QUEUE_LIMIT);

  /** A cluster whose reads block, and with them the thread that decides. */
  private static final class Stuck extends KumaCluster {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger reading = new AtomicInteger();

    @Override
    public Optional<NamespaceView> namespace(String name) {
      reading.incrementAndGet();
      reached.countDown();
      await(released);
      return super.namespace(name);
    }
  }

  @Test
  void requestsBeyondTheLimitAreRejectedUnreadAndTheRestIsServed() throws Exception {
    var cluster = new Stuck();
    try (var webhook = new RunningWebhook(Setup.around(cluster).with(SMALL_QUEUE))) {
      var answers = new ArrayList<CompletableFuture<JsonNode>>();
      answers.add(call(webhook, 0));
      await(cluster.reached);
      for (int i = 1; i <= CALLS; i++) {
        answers.add(call(webhook, i));
      }

      cluster.released.countDown();

      var refused = new ArrayList<JsonNode>();
      for (int i = 0; i < answers.size(); i++) {
        var answer = answers.get(i).get(20, TimeUnit.SECONDS).path("response");
        assertThat(answer.path("uid").asText()).isEqualTo("call-" + i);
        if (!answer.path("allowed").asBoolean()) {
          refused.add(answer);
        }
      }
      assertThat(refused).hasSizeBetween(1, CALLS - QUEUE_LIMIT);
      assertThat(refused)
          .allSatisfy(
              answer -> {
                assertThat(answer.at("/status/code").asInt()).isEqualTo(429);
                assertThat(answer.at("/status/reason").asText()).isEqualTo("TooManyRequests");
              });
      assertThat(webhook.meters().get("higuma_admission_shed").counter().count())
          .isEqualTo(refused.size());
      var afterwards = call(webhook, 1000).get(20, TimeUnit.SECONDS);
      assertThat(afterwards.at("/response/allowed").asBoolean()).isTrue();
      Awaitility.await().untilAsserted(() -> assertThat(webhook.inFlight()).isZero());
    }
  }

  /** Calls that take all permits to read from the API server, until it is released. */
  private static List<CompletableFuture<JsonNode>> withAllReadsTaken(
      RunningWebhook webhook, Stuck live) throws Exception {
    var answers = new ArrayList<CompletableFuture<JsonNode>>();
    for (int i = 0; i < InjectWebhook.MAX_LIVE_READS; i++) {
      answers.add(call(webhook, i));
    }
    Awaitility.await().until(() -> live.reading.get() == InjectWebhook.MAX_LIVE_READS);
    return answers;
  }

  @Test
  void aPodThatMayBeLabelledIsRejectedWhenTheApiServerCannotBeAskedInTime() throws Exception {
    var live = new Stuck();
    var setup = Setup.around(StubbedNamespaces.labelled("")).withLive(live);
    try (var webhook = new RunningWebhook(setup)) {
      var answers = withAllReadsTaken(webhook, live);

      var late = call(webhook, 1000).get(20, TimeUnit.SECONDS).path("response");

      assertThat(late.path("allowed").asBoolean()).isFalse();
      assertThat(late.at("/status/code").asInt()).isEqualTo(429);
      assertThat(late.at("/status/message").asText()).contains("retry in a moment");
      assertThat(webhook.meters().get("higuma_admission_shed").counter().count()).isOne();
      live.released.countDown();
      for (var answer : answers) {
        assertThat(answer.get(20, TimeUnit.SECONDS).at("/response/patchType").asText())
            .isEqualTo("JSONPatch");
      }
    }
  }

  @Test
  void aRequestWaitsForItsTurnToAskTheApiServer() throws Exception {
    var live = new Stuck();
    var setup = Setup.around(StubbedNamespaces.labelled("")).withLive(live);
    try (var webhook = new RunningWebhook(setup)) {
      var answers = withAllReadsTaken(webhook, live);
      answers.add(call(webhook, 1000));
      Awaitility.await().until(() -> webhook.inFlight() == answers.size());
      live.released.countDown();
      for (var answer : answers) {
        assertThat(answer.get(20, TimeUnit.SECONDS).at("/response/patchType").asText())
            .isEqualTo("JSONPatch");
      }
    }
  }

  @Test
  void aRejectionByTheCachesIsAnsweredWhenTheApiServerCannotBeAskedInTime() throws Exception {
    var live = new Stuck();
    try (var webhook = new RunningWebhook(Setup.around(StubbedNamespaces.none()).withLive(live))) {
      var answers = withAllReadsTaken(webhook, live);

      var late = call(webhook, 1000).get(20, TimeUnit.SECONDS).path("response");

      assertThat(late.at("/status/code").asInt()).isEqualTo(403);
      live.released.countDown();
      CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void rejectionHasTheUidAndVersionOfItsRequest() {
    var body = "{\"request\":{\"uid\":\"u\"},\"apiVersion\":\"admission.k8s.io/v1beta1\"}";

    assertThat(RequestHead.of(body.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new RequestHead(ReviewVersion.V1BETA1, "u"));
  }

  private static CompletableFuture<JsonNode> call(RunningWebhook webhook, int number)
      throws Exception {
    var review = RunningWebhook.review("demo", RunningWebhook.pod("app-" + number));
    review.withObject("/request").put("uid", "call-" + number);
    var request =
        webhook
            .to(AdmissionServer.INJECT_PATH)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    RunningWebhook.JSON.writeValueAsBytes(review)))
            .build();
    return webhook
        .client()
        .sendAsync(request, BodyHandlers.ofByteArray())
        .thenApply(
            response -> {
              try {
                assertThat(response.statusCode()).isEqualTo(200);
                return RunningWebhook.JSON.readTree(response.body());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
