package io.higuma.admission;

import java.util.Locale;

/** Processing stages of an admission request, in order. */
public enum Stage {
  /** Waiting in the queue after the last byte was received, and waiting for readiness. */
  WAIT,
  /** Parsing the body. */
  READ,
  /** Deciding, including reads from the API server. */
  DECIDE,
  /** Serializing the response and handing it to the connection. */
  WRITE;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** The name in metrics and traces. */
  public String code() {
    return code;
  }
}
