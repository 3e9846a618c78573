package io.higuma.tls;

/** A certificate or key that cannot be used; the message says where it is and what is wrong. */
public final class Unusable extends Exception {
  private static final long serialVersionUID = 1;

  Unusable(String where, String problem) {
    super(where + ": " + problem);
  }
}
