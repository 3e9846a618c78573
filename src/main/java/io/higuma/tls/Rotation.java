package io.higuma.tls;

import java.time.Instant;

/**
 * Computes the rotation of the CAs. A pure function of the stored CAs, so that all replicas compute
 * the same result.
 *
 * @param lifetimes lifetimes of CAs and certificates
 * @param distribution reports which CAs all clients trust
 */
record Rotation(Lifetimes lifetimes, TrustDistribution distribution) {

  /**
   * The desired CAs. An active CA that has expired, or that a clock ahead of this one has created,
   * is replaced at once: no client accepts its certificates.
   *
   * @param renewalRequested whether an operator has requested a new CA, regardless of the age of
   *     the active one
   */
  Authorities of(Authorities stored, boolean renewalRequested, Instant now) {
    var current = stored.withoutExpired(now);
    var active = current.active();
    boolean isUnusable = active.hasExpired(now) || active.isFromTheFuture(now);
    if (current.next().isEmpty()) {
      boolean due =
          renewalRequested || isUnusable || !now.isBefore(active.after(Lifetimes.RENEW_AFTER));
      return due ? current.withNext(Authority.create(now, lifetimes.authority())) : current;
    }
    boolean due = renewalRequested || !now.isBefore(active.after(Lifetimes.PROMOTE_AFTER));
    return isUnusable || (due && isTrusted(current.next().get(), now))
        ? current.promoted().withoutExpired(now)
        : current;
  }

  private boolean isTrusted(Authority next, Instant now) {
    var createdAt = CertificateTemplate.createdAt(next.certificate());
    return !now.isBefore(createdAt.plus(lifetimes.overlap()))
        && distribution.isTrusted(next.certificate());
  }
}
