package io.higuma.inject;

import java.util.Locale;

/** What a second pass puts right that others have broken since the first. */
public enum Repair {
  /** A native sidecar that would be waited for. */
  RESTART_POLICY,
  /** Probes that do not go through the sidecar. */
  PROBES,
  /** Containers that are not in their places. */
  ORDER;

  private final String kind = name().toLowerCase(Locale.ROOT);

  /** How metrics call it. */
  public String kind() {
    return kind;
  }

  /** How traces of decisions call it. */
  String code() {
    return "repaired_" + kind;
  }
}
