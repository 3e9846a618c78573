package io.higuma.cli;

import io.higuma.loop.LoopSupervisor;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * What shows how a control plane is.
 *
 * @param meters where it counts
 * @param loops what it does in the background
 */
record Watch(PrometheusMeterRegistry meters, LoopSupervisor loops) {

  /** That of a process. */
  static Watch usual() {
    var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    return new Watch(meters, new LoopSupervisor(meters, System::nanoTime));
  }
}
