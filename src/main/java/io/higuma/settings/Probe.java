package io.higuma.settings;

/** The timing of one of the sidecar's probes. */
public sealed interface Probe {
  /** Seconds before the first try. */
  int initialDelaySeconds();

  /** Seconds that an answer may take. */
  int timeoutSeconds();

  /** Seconds between tries. */
  int periodSeconds();

  /** Good answers in a row that count as success. */
  int successThreshold();

  /** Bad answers in a row that count as failure. */
  int failureThreshold();

  /** {@code …sidecarContainer.readinessProbe}. */
  record Readiness(
      @Setting(env = "_INITIAL_DELAY_SECONDS", min = 1, doc = "Seconds before the first try.")
          int initialDelaySeconds,
      @Setting(env = "_TIMEOUT_SECONDS", min = 1, doc = "Seconds that an answer may take.")
          int timeoutSeconds,
      @Setting(env = "_PERIOD_SECONDS", min = 1, doc = "Seconds between tries.") int periodSeconds,
      @Setting(env = "_SUCCESS_THRESHOLD", min = 1, doc = "Good answers in a row for success.")
          int successThreshold,
      @Setting(env = "_FAILURE_THRESHOLD", min = 1, doc = "Bad answers in a row for failure.")
          int failureThreshold)
      implements Probe {}

  /** {@code …sidecarContainer.livenessProbe}; one good answer is success. */
  record Liveness(
      @Setting(env = "_INITIAL_DELAY_SECONDS", min = 1, doc = "Seconds before the first try.")
          int initialDelaySeconds,
      @Setting(env = "_TIMEOUT_SECONDS", min = 1, doc = "Seconds that an answer may take.")
          int timeoutSeconds,
      @Setting(env = "_PERIOD_SECONDS", min = 1, doc = "Seconds between tries.") int periodSeconds,
      @Setting(env = "_FAILURE_THRESHOLD", min = 1, doc = "Bad answers in a row for failure.")
          int failureThreshold)
      implements Probe {
    @Override
    public int successThreshold() {
      return 1;
    }
  }

  /**
   * {@code …sidecarContainer.startupProbe}; one good answer is success. The Kubernetes API reads a
   * 0 as its own default.
   */
  record Startup(
      @Setting(env = "_INITIAL_DELAY_SECONDS", min = 0, doc = "Seconds before the first try.")
          int initialDelaySeconds,
      @Setting(env = "_TIMEOUT_SECONDS", min = 0, doc = "Seconds that an answer may take.")
          int timeoutSeconds,
      @Setting(env = "_PERIOD_SECONDS", min = 0, doc = "Seconds between tries.") int periodSeconds,
      @Setting(env = "_FAILURE_THRESHOLD", min = 0, doc = "Bad answers in a row for failure.")
          int failureThreshold)
      implements Probe {
    @Override
    public int successThreshold() {
      return 1;
    }
  }
}
