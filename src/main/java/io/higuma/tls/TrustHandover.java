package io.higuma.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a certificate of another authority may be shown: when all callers trust it, when
 * nothing better can be shown, or when that has taken too long.
 */
final class TrustHandover {
  /** Watches are heard of within a second; who has not heard by then never will. */
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

  /** Whether {@code authority} may follow what is shown now; it is taken to do so then. */
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

  /** The authority of what is shown. */
  Optional<X509Certificate> inUse() {
    return Optional.ofNullable(inUse);
  }
}
