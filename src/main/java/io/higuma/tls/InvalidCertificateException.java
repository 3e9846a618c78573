package io.higuma.tls;

/** A certificate or key is invalid; the message has its location and the problem. */
public final class InvalidCertificateException extends Exception {
  private static final long serialVersionUID = 1;

  InvalidCertificateException(String where, String problem) {
    super(where + ": " + problem);
  }
}
