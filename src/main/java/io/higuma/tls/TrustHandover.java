package io.higuma.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a certificate of a new CA may be served: when all clients trust the CA, when there
 * is no other certificate, or after a timeout. The timeout can be made to begin only when the
 * clients cannot be observed or the current certificate is about to end.
 */
final class TrustHandover {
  /** Upper bound for the propagation of a CA bundle, which takes a watch about a second. */
  static final Duration PROPAGATION_TIMEOUT = Duration.ofSeconds(30);

  /** A certificate that is valid for less is about to end. */
  static final Duration MINIMUM_LEFT = Duration.ofHours(1);

  private final TrustDistribution distribution;
  private final boolean waitsForTrust;
  private final InstantSource clock;
  private @Nullable X509Certificate inUse;
  private @Nullable X509Certificate candidate;
  private Instant candidateSince = Instant.MAX;
  private Instant timeoutSince = Instant.MAX;

  private TrustHandover(
      TrustDistribution distribution, boolean waitsForTrust, InstantSource clock) {
    this.distribution = distribution;
    this.waitsForTrust = waitsForTrust;
    this.clock = clock;
  }

  /** The timeout begins with the first attempt. */
  static TrustHandover withTimeout(TrustDistribution distribution, InstantSource clock) {
    return new TrustHandover(distribution, false, clock);
  }

  /**
   * The timeout begins when the clients cannot be observed or the current certificate is about to
   * end: another replica may distribute the CA much later.
   */
  static TrustHandover waitingForTrust(TrustDistribution distribution, InstantSource clock) {
    return new TrustHandover(distribution, true, clock);
  }

  /**
   * Whether to switch from {@code current} to a certificate of {@code authority}; if true, the
   * switch is recorded.
   */
  boolean maySwitchTo(X509Certificate authority, Optional<ServingCertificate> current) {
    var now = clock.instant();
    // A clock that was set back would make the timeout longer.
    if (!authority.equals(candidate) || now.isBefore(timeoutSince)) {
      candidate = authority;
      candidateSince = now;
      timeoutSince = now;
    }
    if (waitsForTrust
        && distribution.isObserved()
        && current.filter(pair -> now.isBefore(pair.notAfter().minus(MINIMUM_LEFT))).isPresent()) {
      timeoutSince = now;
    }
    boolean allowed =
        current.isEmpty()
            || authority.equals(inUse)
            || distribution.isTrusted(authority)
            || !now.isBefore(timeoutSince.plus(PROPAGATION_TIMEOUT));
    if (allowed) {
      inUse = authority;
    }
    return allowed;
  }

  /** Whether the last attempt was not allowed, and the CA has been waiting for an unusual time. */
  boolean isOverdue() {
    return candidate != null
        && !candidate.equals(inUse)
        && !clock.instant().isBefore(candidateSince.plus(PROPAGATION_TIMEOUT));
  }

  /** The CA of the current certificate. */
  Optional<X509Certificate> inUse() {
    return Optional.ofNullable(inUse);
  }
}
