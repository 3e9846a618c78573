package io.higuma.cli.tracing;

import io.higuma.admission.CallListener;
import io.higuma.cluster.LookListener;
import io.higuma.settings.Settings;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Where traces go. Spans are made when what they are about is over, and sent by a thread of their
 * own: nothing waits for them, and those that cannot be sent are dropped.
 */
public interface Tracing extends AutoCloseable {
  /** No traces. */
  Tracing OFF = new Off();

  /** Hears of calls of the webhooks. */
  CallListener calls();

  /** Hears of looks at Pods. */
  LookListener looks();

  /** Sends what is left, for at most two seconds. */
  @Override
  void close();

  /**
   * As the settings and the standard variables of OpenTelemetry say.
   *
   * @param environment such as {@code OTEL_EXPORTER_OTLP_ENDPOINT}
   * @param service who sends
   * @throws IllegalArgumentException where a value cannot be used; the message is for people
   */
  static Tracing of(
      Settings.OpenTelemetry settings, Map<String, String> environment, Service service) {
    return settings.enabled()
        ? On.to(new Destination(settings.endpoint(), environment), service)
        : OFF;
  }

  /**
   * Who sends.
   *
   * @param version of Higuma
   * @param instance tells this process from all others
   */
  record Service(String version, String instance) {}

  /** The SDK is not even loaded. */
  record Off() implements Tracing {
    @Override
    public CallListener calls() {
      return CallListener.NONE;
    }

    @Override
    public LookListener looks() {
      return LookListener.NONE;
    }

    @Override
    public void close() {}
  }

  /** Traces go out by OTLP. */
  record On(SdkTracerProvider provider) implements Tracing {
    private static final Logger LOG = Logger.getLogger(Tracing.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private static On to(Destination destination, Service service) {
      var exporter = destination.exporter();
      LOG.infof("traces go to %s", destination.endpoint());
      destination.warnings().forEach(LOG::warn);
      return new On(
          SdkTracerProvider.builder()
              .setResource(destination.resource(service))
              .setSampler(destination.sampler())
              .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
              .build());
    }

    @Override
    public CallListener calls() {
      return new CallSpans(tracer(), Clock.systemUTC());
    }

    @Override
    public LookListener looks() {
      return new LookSpans(tracer(), Clock.systemUTC());
    }

    private Tracer tracer() {
      return provider.get("io.higuma");
    }

    @Override
    public void close() {
      provider.forceFlush().join(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
      // Not waited for: the HTTP client takes seconds to end.
      provider.shutdown();
    }
  }
}
