package io.higuma.admission;

import java.util.Locale;

/** What a call goes through, in this order. */
public enum Stage {
  /** From the last byte of a call until its turn comes, and until anything can be decided. */
  WAIT,
  /** From bytes to an object. */
  READ,
  /** From an object to a decision. The cluster may be asked. */
  DECIDE,
  /** From a decision to the bytes of the answer, handed over to the connection. */
  WRITE;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** How metrics and traces call it. */
  public String code() {
    return code;
  }
}
