package io.higuma.settings;

/** The timing of one of the sidecar's probes. */
public sealed interface Probe {
  /** Seconds before the first probe. */
  int initialDelaySeconds();

  /** Timeout of a probe in seconds. */
  int timeoutSeconds();

  /** Seconds between probes. */
  int periodSeconds();

  /** Consecutive successes that count as success. */
  int successThreshold();

  /** Consecutive failures that count as failure. */
  int failureThreshold();

  /** {@code …sidecarContainer.readinessProbe}. */
  record Readiness(
      @Setting(env = "_INITIAL_DELAY_SECONDS", min = 1, doc = "Seconds before the first probe.")
          int initialDelaySeconds,
      @Setting(env = "_TIMEOUT_SECONDS", min = 1, doc = "Timeout of a probe in seconds.")
          int timeoutSeconds,
      @Setting(env = "_PERIOD_SECONDS", min = 1, doc = "Seconds between probes.") int periodSeconds,
      @Setting(
              env = "_SUCCESS_THRESHOLD",
              min = 1,
              doc = "Consecutive successes that count as success.")
          int successThreshold,
      @Setting(
              env = "_FAILURE_THRESHOLD",
              min = 1,
              doc = "Consecutive failures that count as failure.")
          int failureThreshold)
      implements Probe {}

  /** {@code …sidecarContainer.livenessProbe}; success threshold 1. */
  record Liveness(
      @Setting(env = "_INITIAL_DELAY_SECONDS", min = 1, doc = "Seconds before the first probe.")
          int initialDelaySeconds,
      @Setting(env = "_TIMEOUT_SECONDS", min = 1, doc = "Timeout of a probe in seconds.")
          int timeoutSeconds,
      @Setting(env = "_PERIOD_SECONDS", min = 1, doc = "Seconds between probes.") int periodSeconds,
      @Setting(
              env = "_FAILURE_THRESHOLD",
              min = 1,
              doc = "Consecutive failures that count as failure.")
          int failureThreshold)
      implements Probe {
    @Override
    public int successThreshold() {
      return 1;
    }
  }

  /**
   * {@code …sidecarContainer.startupProbe}; success threshold 1. The Kubernetes API reads a 0 as
   * its own default.
   */
  record Startup(
      @Setting(env = "_INITIAL_DELAY_SECONDS", min = 0, doc = "Seconds before the first probe.")
          int initialDelaySeconds,
      @Setting(env = "_TIMEOUT_SECONDS", min = 0, doc = "Timeout of a probe in seconds.")
          int timeoutSeconds,
      @Setting(env = "_PERIOD_SECONDS", min = 0, doc = "Seconds between probes.") int periodSeconds,
      @Setting(
              env = "_FAILURE_THRESHOLD",
              min = 0,
              doc = "Consecutive failures that count as failure.")
          int failureThreshold)
      implements Probe {
    @Override
    public int successThreshold() {
      return 1;
    }
  }
}
