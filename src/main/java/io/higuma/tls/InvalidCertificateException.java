package io.higuma.tls;

/** A certificate or key that cannot be used; the message says where it is and what is wrong. */
public final class InvalidCertificateException extends Exception {
  private static final long serialVersionUID = 1;

  InvalidCertificateException(String where, String problem) {
    super(where + ": " + problem);
  }
}
