package io.higuma.tls;

import java.time.Instant;

/**
 * Computes the rotation of the CAs. A pure function of the stored CAs, so that all replicas compute
 * the same result.
 *
 * @param lives lifetimes of CAs and certificates
 * @param published reports which CAs all clients trust
 */
record Rotation(Lifetimes lives, TrustDistribution published) {

  /**
   * The desired CAs.
   *
   * @param renewalAsked whether an operator has requested a new CA, regardless of the age of the
   *     active one
   */
  Authorities of(Authorities stored, boolean renewalAsked, Instant now) {
    var kept = stored.without(now);
    var active = kept.active();
    if (kept.next().isEmpty()) {
      boolean due = renewalAsked || !now.isBefore(active.after(Lifetimes.RENEWED));
      return due ? kept.withNext(Authority.create(now, lives.authority())) : kept;
    }
    boolean due = renewalAsked || !now.isBefore(active.after(Lifetimes.PROMOTED));
    return active.hasEnded(now) || (due && isKnown(kept.next().get(), now))
        ? kept.promoted().without(now)
        : kept;
  }

  private boolean isKnown(Authority next, Instant now) {
    var made = CertificateTemplate.madeAt(next.certificate());
    return !now.isBefore(made.plus(lives.overlap())) && published.holds(next.certificate());
  }
}
