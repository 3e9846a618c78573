package io.higuma.inject;

import java.util.Locale;

/** What a reinvocation repairs because another webhook changed it after the injection. */
public enum ReinvocationRepair {
  /** The {@code restartPolicy} of a native sidecar. */
  RESTART_POLICY("repaired_restart_policy"),
  /** Probes of added containers that do not go through the sidecar. */
  PROBES("repaired_probes"),
  /** The order of containers. */
  ORDER("repaired_order");

  private final String kind = name().toLowerCase(Locale.ROOT);
  private final String code;

  ReinvocationRepair(String code) {
    this.code = code;
  }

  /** The value of the metric label. */
  public String kind() {
    return kind;
  }

  /** The code of the step in the trace. */
  String code() {
    return code;
  }
}
