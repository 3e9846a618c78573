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
  static final Duration PROPAGATION_TIMEOUT = Duration.ofSeconds(30);

  private final TrustDistribution distribution;
  private final InstantSource clock;
  private @Nullable X509Certificate inUse;
  private @Nullable X509Certificate candidate;
  private Instant candidateSince = Instant.MAX;

  TrustHandover(TrustDistribution distribution, InstantSource clock) {
    this.distribution = distribution;
    this.clock = clock;
  }

  /**
   * Whether to switch from {@code current} to a certificate of {@code authority}; if true, the
   * switch is recorded.
   */
  boolean maySwitchTo(X509Certificate authority, Optional<ServingCertificate> current) {
    // A clock that was set back would make the timeout longer.
    if (!authority.equals(candidate) || clock.instant().isBefore(candidateSince)) {
      candidate = authority;
      candidateSince = clock.instant();
    }
    boolean allowed =
        current.isEmpty()
            || authority.equals(inUse)
            || distribution.isTrusted(authority)
            || !clock.instant().isBefore(candidateSince.plus(PROPAGATION_TIMEOUT));
    if (allowed) {
      inUse = authority;
    }
    return allowed;
  }

  /** The CA of the current certificate. */
  Optional<X509Certificate> inUse() {
    return Optional.ofNullable(inUse);
  }
}
