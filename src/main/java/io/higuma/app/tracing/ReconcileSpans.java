package io.higuma.app.tracing;

import io.higuma.cluster.cache.ObjectKey;
import io.higuma.cluster.controller.ReconcileListener;
import io.higuma.cluster.controller.ReconcileOutcome;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Creates a span for each reconcile of a Pod.
 *
 * @param tracer creates spans
 * @param clock time of their end
 */
public record ReconcileSpans(Tracer tracer, InstantSource clock) implements ReconcileListener {
  private static final AttributeKey<String> KEY = AttributeKey.stringKey("higuma.key");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("higuma.outcome");

  @Override
  public void reconciled(ObjectKey pod, ReconcileOutcome outcome, long nanos) {
    long end = EpochNanos.of(clock);
    var span =
        tracer
            .spanBuilder("reconcile Dataplane")
            .setParent(Context.root())
            .setStartTimestamp(end - nanos, TimeUnit.NANOSECONDS)
            .startSpan()
            .setAttribute(KEY, pod.toString())
            .setAttribute(OUTCOME, outcome.code());
    if (outcome.isFailure()) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end(end, TimeUnit.NANOSECONDS);
  }
}
