package io.higuma.cluster.controller;

import io.higuma.tls.CertificateSource;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Micrometer metrics of certificates and of {@code caBundle} repairs. */
public final class CertificateMetrics {
  private final MeterRegistry registry;
  private final InstantSource clock;

  /** Registers its meters in {@code registry}. */
  public CertificateMetrics(MeterRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /** Registers the expiry, renewal and failure metrics of this source. */
  public CertificateMetrics watch(CertificateSource source) {
    expiry("serving", source::servingEnds);
    expiry("authority", source::authorityEnds);
    FunctionCounter.builder("higuma_certificate_renewals", source, s -> s.condition().renewals())
        .description("How often another serving certificate came into use")
        .register(registry);
    FunctionCounter.builder("higuma_certificate_failures", source, s -> s.condition().failures())
        .description("How often a certificate could not be read, used or renewed")
        .register(registry);
    return this;
  }

  /** Registers the counter of {@code caBundle} writes. */
  public void watch(WebhookConfigurations registrations) {
    FunctionCounter.builder(
            "higuma_ca_bundle_repairs", registrations, WebhookConfigurations::repairs)
        .description("How often the caBundle of a webhook configuration was written")
        .register(registry);
  }

  /** NaN without a certificate, so that an alert on a low value does not fire. */
  private void expiry(String certificate, Supplier<Optional<Instant>> ends) {
    Gauge.builder("higuma_certificate_expiry_seconds", () -> seconds(ends.get()))
        .description("Seconds until a certificate ends")
        .tag("certificate", certificate)
        .register(registry);
  }

  private double seconds(Optional<Instant> end) {
    return end.map(at -> Duration.between(clock.instant(), at).toMillis() / 1e3).orElse(Double.NaN);
  }
}
