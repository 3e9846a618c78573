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
  public void answered(RequestOutcome call) {
    long start = EpochNanos.of(clock) - call.times().total();
    var parent = W3CTraceContextPropagator.getInstance().extract(Context.root(), call, HEADERS);
    var span =
        tracer
            .spanBuilder("POST " + call.path())
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setStartTimestamp(start, TimeUnit.NANOSECONDS)
            .startSpan();
    if (span.isRecording()) {
      describe(span, call);
      stages(Context.root().with(span), call, start);
    }
    span.end(start + call.times().total(), TimeUnit.NANOSECONDS);
  }

  private static void describe(Span span, RequestOutcome call) {
    var about = call.about();
    var answer = call.answer();
    text(span, UID, about.uid());
    text(span, KIND, about.kind());
    text(span, NAMESPACE, about.namespace());
    text(span, NAME, about.name());
    text(span, DECISION, answer.verdict().decision());
    text(span, REASON, answer.verdict().reason());
    span.setAttribute(DRY_RUN, about.dryRun())
        .setAttribute(PATCH_BYTES, (long) answer.patchBytes())
        .setAttribute(CODE, (long) answer.code());
    if (answer.code() >= FIRST_FAULT) {
      span.setStatus(StatusCode.ERROR);
    }
  }

  /** Sets an attribute unless its value is empty. */
  private static void text(Span span, AttributeKey<String> key, String value) {
    if (!value.isEmpty()) {
      span.setAttribute(key, value);
    }
  }

  private void stages(Context call, RequestOutcome answered, long start) {
    long at = start;
    for (var stage : Stage.values()) {
      long end = at + answered.times().in(stage);
      tracer
          .spanBuilder(stage.code())
          .setParent(call)
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
    public Iterable<String> keys(RequestOutcome call) {
      return List.of(PARENT, STATE);
    }

    @Override
    public @Nullable String get(@Nullable RequestOutcome call, String key) {
      if (call == null) {
        return null;
      }
      var value =
          switch (key) {
            case PARENT -> call.traceparent();
            case STATE -> call.tracestate();
            default -> "";
          };
      return value.isEmpty() ? null : value;
    }
  }
}
