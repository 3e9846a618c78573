package io.higuma.cli.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.higuma.admission.AnsweredCall;
import io.higuma.admission.AnsweredCall.About;
import io.higuma.admission.AnsweredCall.Told;
import io.higuma.admission.CallListener;
import io.higuma.admission.StageTimes;
import io.higuma.admission.Verdict;
import io.higuma.cluster.Ending;
import io.higuma.cluster.Key;
import io.higuma.cluster.LookListener;
import io.higuma.settings.Settings;
import io.higuma.testing.TraceCollector;
import io.higuma.testing.TraceCollector.Span;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracingTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";
  private static final StageTimes TIMES = new StageTimes(1_000, 20_000, 300_000, 4_000);

  /** In the order in which they began, the longest first. */
  private static final Comparator<Span> OUTER_FIRST =
      Comparator.comparingLong(Span::start).thenComparing(Span::end, Comparator.reverseOrder());

  private TraceCollector collector;

  @BeforeEach
  void start() throws IOException {
    collector = new TraceCollector();
  }

  @AfterEach
  void stop() {
    collector.close();
  }

  @Test
  void callGoesOnTheCallersTraceAndHasASpanForEachStage() {
    var spans = sent(call("00-" + TRACE + "-" + PARENT + "-01", new Told(200, INJECTED, 2345)));
    var call = spans.getFirst();
    assertThat(call.name()).isEqualTo("POST /inject-sidecar");
    assertThat(call.trace()).isEqualTo(TRACE);
    assertThat(call.parent()).isEqualTo(PARENT);
    assertThat(call.end() - call.start()).isEqualTo(TIMES.total());
    assertThat(call.failed()).isFalse();
    assertThat(call.attributes())
        .containsEntry("higuma.request.uid", "u-1")
        .containsEntry("higuma.object.kind", "Pod")
        .containsEntry("higuma.object.namespace", "shop")
        .containsEntry("higuma.object.name", "web")
        .containsEntry("higuma.request.dry_run", "0")
        .containsEntry("higuma.decision", "injected")
        .doesNotContainKey("higuma.reason")
        .containsEntry("higuma.answer.code", "200")
        .containsEntry("higuma.patch.bytes", "2345");
    var stages = spans.subList(1, spans.size());
    assertThat(stages).extracting(Span::name).containsExactly("wait", "read", "decide", "write");
    assertThat(stages)
        .allSatisfy(stage -> assertThat(stage.parent()).isEqualTo(call.id()))
        .allSatisfy(stage -> assertThat(stage.trace()).isEqualTo(TRACE));
    assertThat(stages)
        .extracting(stage -> stage.end() - stage.start())
        .containsExactly(1_000L, 20_000L, 300_000L, 4_000L);
    assertThat(stages.getFirst().start()).isEqualTo(call.start());
    assertThat(stages.getLast().end()).isEqualTo(call.end());
  }

  @Test
  void callWithoutATraceBeginsOne() {
    assertThat(sent(call("", new Told(200, INJECTED, 1))).getFirst().parent()).isEmpty();
    assertThat(sent(call("nonsense", new Told(200, INJECTED, 1))).getFirst().parent()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"403, false", "500, true", "503, true"})
  void faultsOfTheCallerAreNoErrors(int code, boolean failed) {
    var refused = new Told(code, new Verdict("refused", "bad_annotation"), 0);
    var call = sent(call("", refused)).getFirst();
    assertThat(call.failed()).isEqualTo(failed);
    assertThat(call.attributes()).containsEntry("higuma.reason", "bad_annotation");
  }

  @Test
  void callerThatDoesNotSampleIsFollowedUnlessToldOtherwise() {
    var unsampled = call("00-" + TRACE + "-" + PARENT + "-00", new Told(200, INJECTED, 1));
    assertThat(sent(unsampled)).isEmpty();
    assertThat(sent(unsampled, Map.of("OTEL_TRACES_SAMPLER", "always_on"))).isNotEmpty();
  }

  @Test
  void lookAtAPodIsASpan() {
    try (var tracing = on(Map.of())) {
      tracing.looks().looked(new Key("shop", "web-1"), Ending.CREATED, 5_000);
      tracing.looks().looked(new Key("shop", "web-2"), Ending.FAILED, 7_000);
    }
    assertThat(collector.spans())
        .extracting(Span::name, span -> span.end() - span.start(), Span::failed, Span::parent)
        .containsExactly(
            tuple("reconcile Dataplane", 5_000L, false, ""),
            tuple("reconcile Dataplane", 7_000L, true, ""));
    assertThat(collector.spans())
        .extracting(Span::attributes)
        .containsExactly(
            Map.of("higuma.key", "shop/web-1", "higuma.outcome", "created"),
            Map.of("higuma.key", "shop/web-2", "higuma.outcome", "failed"));
  }

  @Test
  void variablesSayWhoSendsAndWithWhichHeaders() {
    var variables =
        Map.of(
            "OTEL_SERVICE_NAME", "mesh",
            "OTEL_RESOURCE_ATTRIBUTES", "service.name=no,deployment.environment=a%20b",
            "OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20x, tenant=7");
    assertThat(sent(call("", new Told(200, INJECTED, 1)), variables).getFirst().resource())
        .containsEntry("service.name", "mesh")
        .containsEntry("service.version", "1.2.3")
        .containsEntry("service.instance.id", "pod-1")
        .containsEntry("deployment.environment", "a b")
        .containsEntry("telemetry.sdk.language", "java");
    assertThat(collector.headers().getFirst())
        .containsEntry("authorization", "Bearer x")
        .containsEntry("tenant", "7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT", ""})
  void endpointIsTheMostExactOne(String variable) {
    var wrong = "http://127.0.0.1:1";
    var variables = new HashMap<String, String>();
    variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", variable.isEmpty() ? "" : wrong);
    variables.put(
        variable, collector.endpoint() + (variable.contains("TRACES") ? "/v1/traces" : ""));
    var older = variable.isEmpty() ? collector.endpoint().replace("http://", "") : wrong;
    try (var tracing = Tracing.of(new Settings.OpenTelemetry(true, older), variables, SERVICE)) {
      tracing.looks().looked(new Key("shop", "web"), Ending.UNCHANGED, 1);
    }
    assertThat(collector.spans()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_EXPORTER_OTLP_ENDPOINT, nowhere:4318",
    "OTEL_TRACES_SAMPLER, sometimes",
    "OTEL_EXPORTER_OTLP_HEADERS, secret"
  })
  void valueThatCannotBeUsedIsNamed(String variable, String value) {
    assertThatThrownBy(() -> on(Map.of(variable, value)).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(variable.contains("HEADERS") ? variable : value)
        .hasMessageNotContaining("secret");
  }

  @Test
  void ratioMustBeAPartOfOne() {
    var variables = Map.of("OTEL_TRACES_SAMPLER", "traceidratio", "OTEL_TRACES_SAMPLER_ARG", "2");
    assertThatThrownBy(() -> on(variables).close())
        .hasMessage("OTEL_TRACES_SAMPLER_ARG: '2' is no number from 0 to 1");
  }

  @Test
  void offListensToNothing() {
    var off = new Settings.OpenTelemetry(false, collector.endpoint());
    try (var tracing = Tracing.of(off, Map.of(), SERVICE)) {
      assertThat(tracing.calls()).isSameAs(CallListener.NONE);
      assertThat(tracing.looks()).isSameAs(LookListener.NONE);
    }
    assertThat(collector.headers()).isEmpty();
  }

  @Test
  void collectorThatTakesConnectionsAndNeverAnswersHoldsNobodyUp() throws Exception {
    try (var silent = new ServerSocket(0)) {
      var variables =
          Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + silent.getLocalPort());
      var tracing = on(variables);
      var calls = tracing.calls();
      var hearing =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < 10_000; i++) {
                      calls.answered(call("", new Told(200, INJECTED, 1)));
                    }
                  });
      assertThat(hearing.join(Duration.ofSeconds(60))).isTrue();
      var closing = Thread.ofPlatform().start(tracing::close);
      assertThat(closing.join(Duration.ofSeconds(60))).isTrue();
    }
  }

  private static final Verdict INJECTED = new Verdict("injected", "");
  private static final Tracing.Service SERVICE = new Tracing.Service("1.2.3", "pod-1");

  private static AnsweredCall call(String traceparent, Told told) {
    var about = new About("u-1", "Pod", "shop", "web", false);
    return new AnsweredCall("/inject-sidecar", traceparent, "", about, told, TIMES);
  }

  private List<Span> sent(AnsweredCall call) {
    return sent(call, Map.of());
  }

  private List<Span> sent(AnsweredCall call, Map<String, String> variables) {
    int before = collector.spans().size();
    try (var tracing = on(variables)) {
      tracing.calls().answered(call);
    }
    var all = collector.spans();
    return all.subList(before, all.size()).stream().sorted(OUTER_FIRST).toList();
  }

  private Tracing on(Map<String, String> variables) {
    var all = new HashMap<>(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint()));
    all.putAll(variables);
    return Tracing.of(new Settings.OpenTelemetry(true, ""), all, SERVICE);
  }
}
