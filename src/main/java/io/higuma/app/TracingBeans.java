package io.higuma.app;

import io.higuma.admission.RequestListener;
import io.higuma.api.status.EventLog;
import io.higuma.app.tracing.ReconcileSpans;
import io.higuma.app.tracing.RequestSpans;
import io.higuma.cluster.controller.ReconcileListener;
import io.higuma.settings.Settings;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/**
 * CDI producers of the callbacks for admission requests and reconciles; those of tracing are
 * enabled by {@code tracing.openTelemetry}.
 */
final class TracingBeans {
  private static final String SCOPE = "io.higuma";

  @Produces
  @Singleton
  RequestListener requestListener(Settings settings, OpenTelemetry telemetry, EventLog events) {
    var log = new AdmissionLog(events);
    if (!isEnabled(settings)) {
      return log;
    }
    var spans = new RequestSpans(tracer(telemetry), Clock.systemUTC());
    return (path, headers, outcome, times) -> {
      log.onResponse(path, headers, outcome, times);
      spans.onResponse(path, headers, outcome, times);
    };
  }

  @Produces
  @Singleton
  ReconcileListener reconcileListener(Settings settings, OpenTelemetry telemetry) {
    return isEnabled(settings)
        ? new ReconcileSpans(tracer(telemetry), Clock.systemUTC())
        : ReconcileListener.NONE;
  }

  private static boolean isEnabled(Settings settings) {
    return settings.tracing().openTelemetry().enabled();
  }

  private static Tracer tracer(OpenTelemetry telemetry) {
    return telemetry.getTracer(SCOPE);
  }
}
