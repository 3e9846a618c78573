package io.higuma.tls;

import java.security.cert.X509Certificate;

/** Knows whom callers trust already. */
@FunctionalInterface
public interface TrustDistribution {
  /** Nobody has to be told. */
  TrustDistribution EVERYWHERE = authority -> true;

  /** Whether all callers are known to trust this authority. */
  boolean holds(X509Certificate authority);
}
