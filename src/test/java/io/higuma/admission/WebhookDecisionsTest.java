package io.higuma.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.higuma.admission.RunningWebhook.Setup;
import io.higuma.inject.InjectVectors;
import io.higuma.inject.InjectionContext;
import io.higuma.inject.KumaCluster;
import io.higuma.inject.Surroundings.LookupFailed;
import io.higuma.settings.RenderingDigest;
import io.higuma.settings.Settings;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses to the API server and their metrics. */
class WebhookDecisionsTest {
  private static final JsonNode GOOD = RunningWebhook.review("demo", RunningWebhook.pod("good"));

  @Test
  void injectsAndCounts() throws Exception {
    try (var webhook = RunningWebhook.withDefaults()) {
      assertThat(webhook.answer(GOOD).path("patchType").asText()).isEqualTo("JSONPatch");
      assertThat(injections(webhook, "success", "")).isOne();
      var duration = webhook.meters().get("higuma_admission_duration").timer();
      // The response is sent before its time is recorded.
      Awaitility.await().until(() -> duration.count() == 1);
    }
  }

  @Test
  @DisplayName("reliability 6: a Pod that was injected comes back without a patch")
  void secondPassAddsNothing() throws Exception {
    try (var webhook = RunningWebhook.withDefaults()) {
      var first = webhook.answer(GOOD);
      var patch = RunningWebhook.JSON.readTree(first.path("patch").binaryValue());
      var injected = JsonPatch.apply(patch, GOOD.at("/request/object"));
      var second = webhook.answer(RunningWebhook.review("demo", injected));
      assertThat(second.path("allowed").asBoolean()).isTrue();
      assertThat(second.has("patch")).isFalse();
    }
  }

  @Test
  void repairsOfASecondPassAreCountedByKind() throws Exception {
    var settings = Settings.defaults();
    var marked =
        new InjectionContext(settings, true, InjectVectors.caCertificate())
            .markedWith("1.2.3", RenderingDigest.of(settings));
    try (var webhook = RunningWebhook.of(marked, new KumaCluster())) {
      var first = webhook.answer(GOOD);
      var patch = RunningWebhook.JSON.readTree(first.path("patch").binaryValue());
      var injected = JsonPatch.apply(patch, GOOD.at("/request/object"));
      injected
          .at("/spec/initContainers")
          .forEach(container -> ((ObjectNode) container).remove("restartPolicy"));
      var second = webhook.answer(RunningWebhook.review("demo", injected));
      assertThat(second.has("patch")).isTrue();
      assertThat(repairs(webhook, "restart_policy")).isOne();
      assertThat(repairs(webhook, "probes")).isZero();
      assertThat(repairs(webhook, "order")).isZero();
    }
  }

  private static double repairs(RunningWebhook webhook, String kind) {
    var counter = webhook.meters().get("higuma_injection_repairs").tag("kind", kind).counter();
    return counter.count();
  }

  static Stream<JsonNode> enormousPods() {
    var volumes = RunningWebhook.pod("volumes");
    var environment = RunningWebhook.pod("environment");
    var containers = RunningWebhook.pod("containers");
    var variables = ((ObjectNode) environment.at("/spec/containers/0")).putArray("env");
    for (int i = 0; i < 40_000; i++) {
      volumes.withArray("/spec/volumes").addObject().put("name", "v" + i).putObject("emptyDir");
    }
    for (int i = 0; i < 10_000; i++) {
      variables.addObject().put("name", "E" + i).put("value", "x".repeat(100));
      containers
          .withArray("/spec/containers")
          .addObject()
          .put("name", "c" + i)
          .put("image", "image-name-that-is-long:1".repeat(3));
    }
    return Stream.of(volumes, environment, containers);
  }

  /** The size of the response depends on what is added, not on the size of the Pod. */
  @ParameterizedTest
  @DisplayName("reliability 3: enormous Pods get a small patch")
  @MethodSource("enormousPods")
  void answersEnormousPods(JsonNode pod) throws Exception {
    try (var webhook = RunningWebhook.withDefaults()) {
      var answer = webhook.answer(RunningWebhook.review("demo", pod));
      assertThat(answer.path("patchType").asText()).isEqualTo("JSONPatch");
      assertThat(answer.path("patch").binaryValue()).hasSizeLessThan(16 * 1024);
    }
  }

  @Test
  void skipsWithoutPatchAndCounts() throws Exception {
    try (var webhook = RunningWebhook.withDefaults()) {
      var answer = webhook.answer(RunningWebhook.review("off", RunningWebhook.pod("other")));
      assertThat(answer.path("allowed").asBoolean()).isTrue();
      assertThat(answer.has("patch")).isFalse();
      assertThat(injections(webhook, "skipped", "not_needed")).isOne();
    }
  }

  @Test
  void refusesWithReasonAndCounts() throws Exception {
    try (var webhook = RunningWebhook.withDefaults()) {
      var pod = RunningWebhook.pod("lost");
      pod.withObject("/metadata/labels").put("kuma.io/mesh", "nowhere");
      var answer = webhook.answer(RunningWebhook.review("demo", pod));
      assertThat(answer.path("allowed").asBoolean()).isFalse();
      assertThat(answer.at("/status/code").asInt()).isEqualTo(403);
      assertThat(answer.at("/status/reason").asText()).isEqualTo("Forbidden");
      assertThat(answer.at("/status/message").asText()).contains("nowhere");
      assertThat(injections(webhook, "failed", "mesh_not_found")).isOne();
    }
  }

  @Test
  void showsWarnings() throws Exception {
    try (var webhook = RunningWebhook.withDefaults()) {
      var pod = RunningWebhook.pod("old");
      pod.withObject("/metadata/annotations").put("kuma.io/builtindns", "enabled");
      var answer = webhook.answer(RunningWebhook.review("demo", pod));
      assertThat(answer.path("allowed").asBoolean()).isTrue();
      assertThat(answer.path("warnings")).isNotEmpty();
      assertThat(answer.path("warnings").toString()).contains("kuma.io/builtindns");
    }
  }

  @Test
  @DisplayName("reliability 7: dry runs are counted apart")
  void countsDryRunsApart() throws Exception {
    try (var webhook = RunningWebhook.withDefaults()) {
      var review = RunningWebhook.review("demo", RunningWebhook.pod("dry"));
      review.withObject("/request").put("dryRun", true);
      assertThat(webhook.answer(review).path("patchType").asText()).isEqualTo("JSONPatch");
      assertThat(injections(webhook, "success", "")).isZero();
      assertThat(webhook.meters().get("higuma_admission_dry_runs").counter().count()).isOne();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no Namespace", "disabled", "maybe", ""})
  void readsFromTheApiServerWhenTheCacheMayBeOutdated(String label) throws Exception {
    var cached =
        label.equals("no Namespace") ? StubbedNamespaces.none() : StubbedNamespaces.labelled(label);
    try (var webhook = new RunningWebhook(Setup.around(cached).withLive(new KumaCluster()))) {
      assertThat(webhook.answer(GOOD).path("patchType").asText()).isEqualTo("JSONPatch");
    }
  }

  @Test
  void rejectsWhatTheApiServerDoesNotFindEither() throws Exception {
    try (var webhook = new RunningWebhook(Setup.around(StubbedNamespaces.none()))) {
      var answer = webhook.answer(GOOD);
      assertThat(answer.path("allowed").asBoolean()).isFalse();
      assertThat(answer.at("/status/code").asInt()).isEqualTo(403);
      assertThat(answer.at("/status/message").asText()).contains("demo");
    }
  }

  @Test
  @DisplayName("reliability 20: a failed read is rejected, not skipped")
  void rejectsWhenTheApiServerCannotBeRead() throws Exception {
    var failing =
        StubbedNamespaces.failing(
            () -> {
              throw new LookupFailed("the API server is away");
            });
    try (var webhook = new RunningWebhook(Setup.around(failing))) {
      var answer = webhook.answer(GOOD);
      assertThat(answer.path("allowed").asBoolean()).isFalse();
      assertThat(answer.at("/status/code").asInt()).isEqualTo(500);
      assertThat(answer.at("/status/message").asText()).contains("the API server is away");
    }
  }

  static Stream<Runnable> faults() {
    return Stream.of(
        () -> {
          throw new IllegalStateException("a fault");
        },
        () -> {
          throw new StackOverflowError();
        });
  }

  @ParameterizedTest
  @MethodSource("faults")
  @DisplayName("reliability 19: an internal error makes the call fail, and is counted")
  void callsFailOnInternalErrors(Runnable fault) throws Exception {
    try (var webhook = new RunningWebhook(Setup.around(StubbedNamespaces.failing(fault)))) {
      for (int i = 1; i <= 3; i++) {
        var answer = webhook.inject(GOOD.toString());
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).startsWith("Higuma failed to decide about this Pod (");
        assertThat(webhook.meters().get("higuma_admission_faults").counter().count()).isEqualTo(i);
      }
    }
  }

  @Test
  void earlyRequestsWaitForReadiness() throws Exception {
    var opened = new CompletableFuture<Void>();
    var gate = new ReadinessGate(opened, () -> "Namespaces", Duration.ofSeconds(30));
    try (var webhook = new RunningWebhook(Setup.defaults().with(gate))) {
      var calls =
          IntStream.range(0, 20)
              .mapToObj(
                  i ->
                      webhook
                          .client()
                          .sendAsync(
                              webhook
                                  .to(AdmissionServer.INJECT_PATH)
                                  .header("Content-Type", "application/json")
                                  .POST(BodyPublishers.ofString(GOOD.toString()))
                                  .build(),
                              BodyHandlers.ofString()))
              .toList();
      // An invalid request needs no cluster: its response shows that the server is up.
      assertThat(webhook.inject("{}").statusCode()).isEqualTo(400);
      assertThat(calls).noneMatch(CompletableFuture::isDone);
      opened.complete(null);
      for (var call : calls) {
        assertThat(call.get().body()).contains("\"patchType\":\"JSONPatch\"");
      }
    }
  }

  @Test
  void callsThatWaitedTooLongAreRefusedAndNotLetThrough() throws Exception {
    var gate = new ReadinessGate(new CompletableFuture<>(), () -> "Meshes", Duration.ofMillis(50));
    try (var webhook = new RunningWebhook(Setup.defaults().with(gate))) {
      var answer = webhook.answer(GOOD);
      assertThat(answer.path("allowed").asBoolean()).isFalse();
      assertThat(answer.at("/status/code").asInt()).isEqualTo(503);
      assertThat(answer.at("/status/message").asText()).contains("not ready yet: Meshes");
    }
  }

  @Test
  void validatorRefusesLabelOfTheControlPlane() throws Exception {
    try (var webhook = RunningWebhook.withDefaults()) {
      var pod = RunningWebhook.pod("x");
      pod.withObject("/metadata/labels").put("kuma.io/workload", "mine");
      for (var operation : new String[] {"CREATE", "UPDATE"}) {
        var review = RunningWebhook.review("demo", pod);
        review.withObject("/request").put("operation", operation);
        var answer = webhook.answer(AdmissionServer.VALIDATE_PATH, review);
        assertThat(answer.path("allowed").asBoolean()).isFalse();
        assertThat(answer.at("/status/message").asText()).contains("kuma.io/workload");
      }
    }
  }

  @Test
  void validatorAllowsOrdinaryPodsAndDeletions() throws Exception {
    try (var webhook = RunningWebhook.withDefaults()) {
      assertThat(webhook.answer(AdmissionServer.VALIDATE_PATH, GOOD).path("allowed").asBoolean())
          .isTrue();
      var review = RunningWebhook.review("demo", RunningWebhook.pod("x"));
      review.withObject("/request").put("operation", "DELETE").putNull("object");
      assertThat(webhook.answer(AdmissionServer.VALIDATE_PATH, review).path("allowed").asBoolean())
          .isTrue();
    }
  }

  private static double injections(RunningWebhook webhook, String result, String reason) {
    return webhook
        .meters()
        .get("sidecar_injection")
        .tag("result", result)
        .tag("reason", reason)
        .counter()
        .count();
  }
}
