package io.higuma.app.tracing;

import io.higuma.admission.RequestListener;
import io.higuma.admission.RequestOutcome;
import io.higuma.admission.Stage;
import io.higuma.admission.StageTimes;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.vertx.core.MultiMap;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Creates a server span for each admission request, as a child of the client's span, with a child
 * span for each stage.
 *
 * @param tracer creates spans
 * @param clock time of their end
 */
public record RequestSpans(Tracer tracer, InstantSource clock) implements RequestListener {
  private static final AttributeKey<String> UID = AttributeKey.stringKey("higuma.request.uid");
  private static final AttributeKey<Boolean> DRY_RUN =
      AttributeKey.booleanKey("higuma.request.dry_run");
  private static final AttributeKey<String> KIND = AttributeKey.stringKey("higuma.object.kind");
  private static final AttributeKey<String> NAMESPACE =
      AttributeKey.stringKey("higuma.object.namespace");
  private static final AttributeKey<String> NAME = AttributeKey.stringKey("higuma.object.name");
  private static final AttributeKey<String> DECISION = AttributeKey.stringKey("higuma.decision");
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("higuma.reason");
  private static final AttributeKey<Long> PATCH_BYTES = AttributeKey.longKey("higuma.patch.bytes");
  private static final AttributeKey<Long> CODE = AttributeKey.longKey("higuma.answer.code");

  /** Status codes from here on are server errors. */
  private static final int FIRST_FAULT = 500;

  private static final TextMapGetter<MultiMap> HEADERS = new Headers();

  @Override
  public void onResponse(String path, MultiMap headers, RequestOutcome outcome, StageTimes times) {
    long start = EpochNanos.of(clock) - times.total();
    var parent = W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, HEADERS);
    var span =
        tracer
            .spanBuilder("POST " + path)
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setStartTimestamp(start, TimeUnit.NANOSECONDS)
            .startSpan();
    if (span.isRecording()) {
      describe(span, outcome);
      stages(Context.root().with(span), times, start);
    }
    span.end(start + times.total(), TimeUnit.NANOSECONDS);
  }

  private static void describe(Span span, RequestOutcome outcome) {
    var response = outcome.response();
    text(span, UID, outcome.uid());
    text(span, KIND, outcome.kind());
    text(span, NAMESPACE, outcome.namespace());
    text(span, NAME, outcome.name());
    text(span, DECISION, response.verdict().decision());
    text(span, REASON, response.verdict().reason());
    span.setAttribute(DRY_RUN, outcome.dryRun())
        .setAttribute(PATCH_BYTES, (long) outcome.patchBytes())
        .setAttribute(CODE, (long) response.code());
    if (response.code() >= FIRST_FAULT) {
      span.setStatus(StatusCode.ERROR);
    }
  }

  /** Sets an attribute unless its value is empty. */
  private static void text(Span span, AttributeKey<String> key, String value) {
    if (!value.isEmpty()) {
      span.setAttribute(key, value);
    }
  }

  private void stages(Context parent, StageTimes times, long start) {
    long at = start;
    for (var stage : Stage.values()) {
      long end = at + times.in(stage);
      tracer
          .spanBuilder(stage.code())
          .setParent(parent)
          .setStartTimestamp(at, TimeUnit.NANOSECONDS)
          .startSpan()
          .end(end, TimeUnit.NANOSECONDS);
      at = end;
    }
  }

  /** The headers of the HTTP request. */
  private static final class Headers implements TextMapGetter<MultiMap> {
    @Override
    public Iterable<String> keys(MultiMap headers) {
      return headers.names();
    }

    @Override
    public @Nullable String get(@Nullable MultiMap headers, String name) {
      return headers == null ? null : headers.get(name);
    }
  }
}
