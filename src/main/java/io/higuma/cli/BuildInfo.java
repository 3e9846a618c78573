package io.higuma.cli;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.snapshots.Labels;

/** Shows what runs: a metric that is always 1, for the sake of its labels. */
final class BuildInfo {
  private BuildInfo() {}

  /** Past Micrometer, which cannot name a metric so. */
  static void register(PrometheusMeterRegistry registry) {
    Info.builder()
        .name("higuma_build_info")
        .help("What runs")
        .constLabels(
            Labels.of(
                "version",
                Version.number(),
                "commit",
                Version.commit(),
                "runtime",
                isNative() ? "native" : "jvm"))
        .register(registry.getPrometheusRegistry());
  }

  private static boolean isNative() {
    return System.getProperty("org.graalvm.nativeimage.imagecode") != null;
  }
}
