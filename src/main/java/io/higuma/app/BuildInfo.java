package io.higuma.app;

import io.higuma.cli.Version;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.runtime.ImageMode;
import jakarta.inject.Singleton;

/** Build information metric: always 1, with version, commit and runtime as labels. */
@Singleton
final class BuildInfo implements MeterBinder {

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("higuma_build_info", () -> 1)
        .description("Build information")
        .tag("version", Version.number())
        .tag("commit", Version.commit())
        .tag("runtime", ImageMode.current().isNativeImage() ? "native" : "jvm")
        .register(registry);
  }
}
