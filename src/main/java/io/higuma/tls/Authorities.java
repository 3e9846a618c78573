package io.higuma.tls;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The set of trusted CAs, stored in one Secret.
 *
 * @param active CA that signs
 * @param next CA that will sign; it is trusted in advance, so that all clients know it before its
 *     first certificate
 * @param previous CAs that have signed; their certificates may still be in use
 */
record Authorities(Authority active, Optional<Authority> next, List<X509Certificate> previous) {
  /** Key names of a {@code kubernetes.io/tls} Secret, known to other tools. */
  private static final String ACTIVE = "tls";

  private static final String NEXT = "next";
  private static final String CERTIFICATE = ".crt";
  private static final String KEY = ".key";

  /** All trusted CA certificates, as in the Secrets of other tools. */
  static final String BUNDLE = "ca.crt";

  Authorities {
    previous = List.copyOf(previous);
  }

  /** All trusted certificates: active, next, previous. */
  List<X509Certificate> trusted() {
    return Stream.of(
            Stream.of(active.certificate()),
            next.map(Authority::certificate).stream(),
            previous.stream())
        .flatMap(each -> each)
        .distinct()
        .toList();
  }

  /** A copy without expired CAs. */
  Authorities withoutExpired(Instant now) {
    return new Authorities(
        active,
        next.filter(authority -> !authority.hasExpired(now)),
        previous.stream()
            .filter(certificate -> now.isBefore(certificate.getNotAfter().toInstant()))
            .toList());
  }

  /** A copy with one more previous CA. */
  Authorities withPrevious(X509Certificate earlier) {
    if (trusted().contains(earlier)) {
      return this;
    }
    var more = new ArrayList<>(previous);
    more.add(earlier);
    return new Authorities(active, next, more);
  }

  /** A copy with a next CA. */
  Authorities withNext(Authority upcoming) {
    return new Authorities(active, Optional.of(upcoming), previous);
  }

  /** A copy with {@code next} as the active CA, if there is one. */
  Authorities promoted() {
    return next.map(
            upcoming ->
                new Authorities(upcoming, Optional.empty(), previous)
                    .withPrevious(active.certificate()))
        .orElse(this);
  }

  /** Summary for logs. */
  String describe() {
    return "%s signs until %s%s, %d in all are trusted"
        .formatted(
            active.certificate().getSubjectX500Principal(),
            active.notAfter(),
            next.map(upcoming -> ", then " + upcoming.certificate().getSubjectX500Principal())
                .orElse(""),
            trusted().size());
  }

  /** The data of the Secret. */
  Map<String, String> entries() {
    var entries = new HashMap<String, String>();
    entries.put(ACTIVE + CERTIFICATE, Pem.certificate(active.certificate()));
    entries.put(ACTIVE + KEY, Pem.privateKey(active.key()));
    entries.put(
        NEXT + CERTIFICATE,
        next.map(upcoming -> Pem.certificate(upcoming.certificate())).orElse(""));
    entries.put(NEXT + KEY, next.map(upcoming -> Pem.privateKey(upcoming.key())).orElse(""));
    entries.put(BUNDLE, pem(trusted()));
    return entries;
  }

  /** The earliest expiry. */
  static Optional<Instant> earliestExpiry(List<X509Certificate> certificates) {
    return certificates.stream()
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Comparator.naturalOrder());
  }

  static String pem(List<X509Certificate> certificates) {
    return certificates.stream().map(Pem::certificate).collect(Collectors.joining());
  }

  /**
   * Parses the data of the Secret.
   *
   * @throws InvalidCertificateException if it was not written by {@link #entries}
   */
  static Authorities read(Map<String, String> entries) throws InvalidCertificateException {
    var active = authority(entries, ACTIVE);
    var next =
        entries.getOrDefault(NEXT + KEY, "").isEmpty()
            ? Optional.<Authority>empty()
            : Optional.of(authority(entries, NEXT));
    var others = new ArrayList<>(Pem.certificates(BUNDLE, entries.getOrDefault(BUNDLE, "")));
    others.remove(active.certificate());
    next.ifPresent(upcoming -> others.remove(upcoming.certificate()));
    return new Authorities(active, next, others);
  }

  private static Authority authority(Map<String, String> entries, String name)
      throws InvalidCertificateException {
    var pair =
        PemPair.read(
            new PemPair.Text(name + CERTIFICATE, entries.getOrDefault(name + CERTIFICATE, "")),
            new PemPair.Text(name + KEY, entries.getOrDefault(name + KEY, "")));
    if (pair.leaf().getBasicConstraints() < 0) {
      throw new InvalidCertificateException(name + CERTIFICATE, "it may not sign certificates");
    }
    return new Authority(pair.key(), pair.leaf());
  }
}
