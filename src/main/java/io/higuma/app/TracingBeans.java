package io.higuma.app;

import io.higuma.admission.CallListener;
import io.higuma.app.tracing.CallSpans;
import io.higuma.app.tracing.LookSpans;
import io.higuma.cluster.LookListener;
import io.higuma.settings.Settings;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/**
 * Spans of webhook calls and of looks at Pods, where {@code tracing.openTelemetry} asks for them.
 */
final class TracingBeans {
  private static final String SCOPE = "io.higuma";

  @Produces
  @Singleton
  CallListener calls(Settings settings, OpenTelemetry telemetry) {
    return isEnabled(settings)
        ? new CallSpans(tracer(telemetry), Clock.systemUTC())
        : CallListener.NONE;
  }

  @Produces
  @Singleton
  LookListener looks(Settings settings, OpenTelemetry telemetry) {
    return isEnabled(settings)
        ? new LookSpans(tracer(telemetry), Clock.systemUTC())
        : LookListener.NONE;
  }

  private static boolean isEnabled(Settings settings) {
    return settings.tracing().openTelemetry().enabled();
  }

  private static Tracer tracer(OpenTelemetry telemetry) {
    return telemetry.getTracer(SCOPE);
  }
}
