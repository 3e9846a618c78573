package io.higuma.app.tracing;

import io.higuma.admission.RequestListener;
import io.higuma.admission.RequestOutcome;
import io.higuma.admission.Stage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.time.InstantSource;
import java.util.List;
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

  private static final TextMapGetter<RequestOutcome> HEADERS = new Headers();

  @Override
  public void onResponse(RequestOutcome outcome) {
    long start = EpochNanos.of(clock) - outcome.times().total();
    var parent = W3CTraceContextPropagator.getInstance().extract(Context.root(), outcome, HEADERS);
    var span =
        tracer
            .spanBuilder("POST " + outcome.path())
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setStartTimestamp(start, TimeUnit.NANOSECONDS)
            .startSpan();
    if (span.isRecording()) {
      describe(span, outcome);
      stages(Context.root().with(span), outcome, start);
    }
    span.end(start + outcome.times().total(), TimeUnit.NANOSECONDS);
  }

  private static void describe(Span span, RequestOutcome outcome) {
    var request = outcome.request();
    var response = outcome.response();
    text(span, UID, request.uid());
    text(span, KIND, request.kind());
    text(span, NAMESPACE, request.namespace());
    text(span, NAME, request.name());
    text(span, DECISION, response.verdict().decision());
    text(span, REASON, response.verdict().reason());
    span.setAttribute(DRY_RUN, request.dryRun())
        .setAttribute(PATCH_BYTES, (long) response.patchBytes())
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

  private void stages(Context parent, RequestOutcome outcome, long start) {
    long at = start;
    for (var stage : Stage.values()) {
      long end = at + outcome.times().in(stage);
      tracer
          .spanBuilder(stage.code())
          .setParent(parent)
          .setStartTimestamp(at, TimeUnit.NANOSECONDS)
          .startSpan()
          .end(end, TimeUnit.NANOSECONDS);
      at = end;
    }
  }

  /** The two headers of W3C Trace Context. */
  private static final class Headers implements TextMapGetter<RequestOutcome> {
    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";

    @Override
    public Iterable<String> keys(RequestOutcome outcome) {
      return List.of(PARENT, STATE);
    }

    @Override
    public @Nullable String get(@Nullable RequestOutcome outcome, String key) {
      if (outcome == null) {
        return null;
      }
      var value =
          switch (key) {
            case PARENT -> outcome.traceparent();
            case STATE -> outcome.tracestate();
            default -> "";
          };
      return value.isEmpty() ? null : value;
    }
  }
}
