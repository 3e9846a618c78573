package io.higuma.tls;

import java.security.cert.X509Certificate;
import java.util.List;

/** Whom callers trust, as PEM. */
public final class TrustBundle {
  private TrustBundle() {}

  /** Whether this authority is in it; a broken bundle holds nobody. */
  public static boolean contains(String pem, X509Certificate authority) {
    return read(pem).contains(authority);
  }

  /** Its certificates; none where it is broken. */
  public static List<X509Certificate> read(String pem) {
    try {
      return Pem.certificates("", pem);
    } catch (Unusable broken) {
      return List.of();
    }
  }
}
