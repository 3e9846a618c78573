package io.higuma.tls;

import java.security.cert.X509Certificate;

/** Reports whether a CA has been distributed to all clients. */
@FunctionalInterface
public interface TrustDistribution {
  /** Clients need no distribution: every CA counts as trusted. */
  TrustDistribution NOT_REQUIRED = authority -> true;

  /** Whether all clients trust this CA. */
  boolean isTrusted(X509Certificate authority);

  /**
   * Whether it is known which CAs the clients trust; if not, {@link #isTrusted} may be outdated.
   */
  default boolean isObserved() {
    return false;
  }
}
