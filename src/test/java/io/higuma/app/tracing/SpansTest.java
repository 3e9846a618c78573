package io.higuma.app.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.higuma.admission.AdmissionRequest;
import io.higuma.admission.AdmissionResponse;
import io.higuma.admission.AdmissionResponse.Verdict;
import io.higuma.admission.RequestOutcome;
import io.higuma.admission.ReviewVersion;
import io.higuma.admission.StageTimes;
import io.higuma.admission.WebhookTarget;
import io.higuma.cluster.cache.ObjectKey;
import io.higuma.cluster.controller.ReconcileOutcome;
import io.higuma.patch.JsonPatch;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spans of admission requests and reconciles. */
class SpansTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";
  private static final String NO_PARENT = "0000000000000000";
  private static final StageTimes TIMES = new StageTimes(1_000, 20_000, 300_000, 4_000);
  private static final AdmissionResponse INJECTED =
      new AdmissionResponse.Allowed(new Verdict("injected", ""), JsonPatch.NOTHING, List.of());

  /** By start time, the longest first. */
  private static final Comparator<SpanData> OUTER_FIRST =
      Comparator.comparingLong(SpanData::getStartEpochNanos)
          .thenComparing(SpanData::getEndEpochNanos, Comparator.reverseOrder());

  @Test
  void requestContinuesTheClientsTraceAndHasASpanForEachStage() {
    var spans = sent("00-" + TRACE + "-" + PARENT + "-01", outcome(INJECTED, 2345));
    var call = spans.getFirst();
    assertThat(call.getName()).isEqualTo("POST /inject-sidecar");
    assertThat(call.getTraceId()).isEqualTo(TRACE);
    assertThat(call.getParentSpanId()).isEqualTo(PARENT);
    assertThat(length(call)).isEqualTo(TIMES.total());
    assertThat(call.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(attributes(call))
        .containsEntry("higuma.request.uid", "u-1")
        .containsEntry("higuma.object.kind", "Pod")
        .containsEntry("higuma.object.namespace", "shop")
        .containsEntry("higuma.object.name", "web")
        .containsEntry("higuma.request.dry_run", "false")
        .containsEntry("higuma.decision", "injected")
        .doesNotContainKey("higuma.reason")
        .containsEntry("higuma.answer.code", "200")
        .containsEntry("higuma.patch.bytes", "2345");
    var stages = spans.subList(1, spans.size());
    assertThat(stages)
        .extracting(SpanData::getName)
        .containsExactly("wait", "read", "decide", "write");
    assertThat(stages)
        .allSatisfy(stage -> assertThat(stage.getParentSpanId()).isEqualTo(call.getSpanId()))
        .allSatisfy(stage -> assertThat(stage.getTraceId()).isEqualTo(TRACE));
    assertThat(stages)
        .extracting(SpansTest::length)
        .containsExactly(1_000L, 20_000L, 300_000L, 4_000L);
    assertThat(stages.getFirst().getStartEpochNanos()).isEqualTo(call.getStartEpochNanos());
    assertThat(stages.getLast().getEndEpochNanos()).isEqualTo(call.getEndEpochNanos());
  }

  @Test
  void requestWithoutATraceStartsOne() {
    for (var header : List.of("", "nonsense")) {
      var call = sent(header, outcome(INJECTED, 1)).getFirst();
      assertThat(call.getParentSpanId()).as(header).isEqualTo(NO_PARENT);
    }
  }

  @ParameterizedTest
  @CsvSource({"FORBIDDEN, 403, UNSET", "INTERNAL_ERROR, 500, ERROR", "UNAVAILABLE, 503, ERROR"})
  void clientErrorsAreNotSpanErrors(
      AdmissionResponse.Status rejection, int code, StatusCode status) {
    var refused =
        new AdmissionResponse.Denied(
            new Verdict("refused", "bad_annotation"), rejection, "", List.of());
    var call = sent("", outcome(refused, 0)).getFirst();
    assertThat(call.getStatus().getStatusCode()).isEqualTo(status);
    assertThat(attributes(call))
        .containsEntry("higuma.answer.code", Integer.toString(code))
        .containsEntry("higuma.reason", "bad_annotation");
  }

  @Test
  void clientSamplingDecisionIsUsed() {
    assertThat(sent("00-" + TRACE + "-" + PARENT + "-00", outcome(INJECTED, 1))).isEmpty();
  }

  @Test
  void reconcileIsASpan() {
    var exporter = InMemorySpanExporter.create();
    try (var provider = provider(exporter)) {
      var listener = new ReconcileSpans(provider.get("test"), Clock.systemUTC());
      listener.reconciled(new ObjectKey("shop", "web-1"), ReconcileOutcome.CREATED, 5_000);
      listener.reconciled(new ObjectKey("shop", "web-2"), ReconcileOutcome.FAILED, 7_000);
      var spans = exporter.getFinishedSpanItems();
      assertThat(spans)
          .extracting(
              SpanData::getName, SpansTest::length, span -> span.getStatus().getStatusCode())
          .containsExactly(
              tuple("reconcile Dataplane", 5_000L, StatusCode.UNSET),
              tuple("reconcile Dataplane", 7_000L, StatusCode.ERROR));
      assertThat(spans).extracting(SpanData::getParentSpanId).containsOnly(NO_PARENT);
      assertThat(spans)
          .extracting(SpansTest::attributes)
          .containsExactly(
              Map.of("higuma.key", "shop/web-1", "higuma.outcome", "created"),
              Map.of("higuma.key", "shop/web-2", "higuma.outcome", "failed"));
    }
  }

  private static List<SpanData> sent(String traceparent, RequestOutcome outcome) {
    var exporter = InMemorySpanExporter.create();
    try (var provider = provider(exporter)) {
      var headers = MultiMap.caseInsensitiveMultiMap().add("traceparent", traceparent);
      new RequestSpans(provider.get("test"), Clock.systemUTC())
          .onResponse("/inject-sidecar", headers, outcome, TIMES);
      return exporter.getFinishedSpanItems().stream().sorted(OUTER_FIRST).toList();
    }
  }

  private static SdkTracerProvider provider(InMemorySpanExporter exporter) {
    return SdkTracerProvider.builder()
        .setSampler(Sampler.parentBased(Sampler.alwaysOn()))
        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
        .build();
  }

  private static RequestOutcome outcome(AdmissionResponse response, int patchBytes) {
    var request =
        new AdmissionRequest.Parsed(
            ReviewVersion.V1,
            "u-1",
            "CREATE",
            "",
            "shop",
            "web",
            false,
            Optional.empty(),
            Optional.empty());
    return new RequestOutcome(
        200, Buffer.buffer(), WebhookTarget.POD, request, response, patchBytes);
  }

  private static long length(SpanData span) {
    return span.getEndEpochNanos() - span.getStartEpochNanos();
  }

  private static Map<String, String> attributes(SpanData span) {
    Map<String, String> attributes = new TreeMap<>();
    span.getAttributes()
        .forEach(
            (AttributeKey<?> key, Object value) -> attributes.put(key.getKey(), value.toString()));
    return attributes;
  }
}
