package io.higuma.tls;

import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate authority (CA).
 *
 * @param key private key
 * @param certificate CA certificate
 */
record Authority(PrivateKey key, X509Certificate certificate) {

  /** Creates a CA with a unique subject, so that clients cannot confuse CAs. */
  static Authority create(Instant now, Duration validity) {
    var keys = CertificateTemplate.generateKeys();
    var number = HexFormat.of().toHexDigits(new SecureRandom().nextInt());
    var name = new X500Principal("CN=Higuma CA " + number);
    var template =
        new CertificateTemplate(
            name, name, now, now.plus(validity), CertificateTemplate.Usage.AUTHORITY, List.of());
    return new Authority(
        keys.getPrivate(), template.sign(keys.getPublic(), keys.getPublic(), keys.getPrivate()));
  }

  /** Issues a serving certificate. It does not outlive the CA. */
  ServingCertificate issueServing(List<String> names, Instant now, Duration validity) {
    var keys = CertificateTemplate.generateKeys();
    var until = now.plus(validity).isBefore(notAfter()) ? now.plus(validity) : notAfter();
    var template =
        new CertificateTemplate(
            new X500Principal("CN=" + names.getFirst()),
            certificate.getSubjectX500Principal(),
            now,
            until,
            CertificateTemplate.Usage.SERVER,
            names);
    var leaf = template.sign(keys.getPublic(), certificate.getPublicKey(), key);
    return new ServingCertificate(keys.getPrivate(), List.of(leaf, certificate));
  }

  /** Expiry of the CA. */
  Instant notAfter() {
    return certificate.getNotAfter().toInstant();
  }

  /** Whether the CA has expired. */
  boolean hasExpired(Instant now) {
    return !now.isBefore(notAfter());
  }

  /** Whether the CA was created by a clock that was ahead of this time, so that it is not valid. */
  boolean isFromTheFuture(Instant now) {
    return now.isBefore(certificate.getNotBefore().toInstant());
  }

  /** The time after this part of its validity. */
  Instant after(double part) {
    return partOf(certificate, part);
  }

  /** The time after this part of a certificate's validity. */
  static Instant partOf(X509Certificate certificate, double part) {
    var createdAt = CertificateTemplate.createdAt(certificate);
    var validity = Duration.between(createdAt, certificate.getNotAfter().toInstant());
    return createdAt.plusMillis((long) (validity.toMillis() * part));
  }
}
