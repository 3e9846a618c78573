package io.higuma.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a certificate of a new CA may be served: when all clients trust the CA, when there
 * is no other certificate, or after a timeout.
 */
final class TrustHandover {
  /** Upper bound for the propagation of a CA bundle, which takes a watch about a second. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TrustDistribution published;
  private final InstantSource clock;
  private @Nullable X509Certificate inUse;
  private @Nullable X509Certificate asked;
  private Instant since = Instant.MAX;

  TrustHandover(TrustDistribution published, InstantSource clock) {
    this.published = published;
    this.clock = clock;
  }

  /**
   * Whether to switch from {@code shown} to a certificate of {@code authority}; if true, the switch
   * is recorded.
   */
  boolean mayShow(X509Certificate authority, Optional<ServingCertificate> shown) {
    if (!authority.equals(asked)) {
      asked = authority;
      since = clock.instant();
    }
    boolean may =
        shown.isEmpty()
            || authority.equals(inUse)
            || published.holds(authority)
            || !clock.instant().isBefore(since.plus(PATIENCE));
    if (may) {
      inUse = authority;
    }
    return may;
  }

  /** The CA of the current certificate. */
  Optional<X509Certificate> inUse() {
    return Optional.ofNullable(inUse);
  }
}
