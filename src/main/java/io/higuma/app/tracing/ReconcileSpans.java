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
 * A span for each look at a Pod.
 *
 * @param tracer makes spans
 * @param clock by which they end
 */
public record ReconcileSpans(Tracer tracer, InstantSource clock) implements ReconcileListener {
  private static final AttributeKey<String> KEY = AttributeKey.stringKey("higuma.key");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("higuma.outcome");

  @Override
  public void looked(ObjectKey pod, ReconcileOutcome ending, long nanos) {
    long end = EpochNanos.of(clock);
    var span =
        tracer
            .spanBuilder("reconcile Dataplane")
            .setParent(Context.root())
            .setStartTimestamp(end - nanos, TimeUnit.NANOSECONDS)
            .startSpan()
            .setAttribute(KEY, pod.toString())
            .setAttribute(OUTCOME, ending.code());
    if (ending.isFailure()) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end(end, TimeUnit.NANOSECONDS);
  }
}
