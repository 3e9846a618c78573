package io.higuma.inject;

import java.util.Locale;

/** What a second pass puts right that others have broken since the first. */
public enum ReinvocationRepair {
  /** A native sidecar that would be waited for. */
  RESTART_POLICY("repaired_restart_policy"),
  /** Probes that do not go through the sidecar. */
  PROBES("repaired_probes"),
  /** Containers that are not in their places. */
  ORDER("repaired_order");

  private final String kind = name().toLowerCase(Locale.ROOT);
  private final String code;

  ReinvocationRepair(String code) {
    this.code = code;
  }

  /** How metrics call it. */
  public String kind() {
    return kind;
  }

  /** How traces of decisions call it. */
  String code() {
    return code;
  }
}
