package io.higuma.tls;

import java.time.Instant;

/**
 * What is due with the authorities. A pure function of what is stored, so that replicas that look
 * at the same come to the same.
 *
 * @param lives how long things last
 * @param published whom callers trust
 */
record Rotation(Lifetimes lives, TrustDistribution published) {

  /**
   * The authorities as they should be now.
   *
   * @param renewalAsked whether somebody asks for a new one, whatever the age of the old one
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
