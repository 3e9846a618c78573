package io.higuma.tls;

import java.security.cert.X509Certificate;

/** Knows whom callers trust already. */
@FunctionalInterface
public interface Published {
  /** Nobody has to be told. */
  Published EVERYWHERE = authority -> true;

  /** Whether all callers are known to trust this authority. */
  boolean holds(X509Certificate authority);
}
