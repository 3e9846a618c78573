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
  static Authority create(Instant now, Duration life) {
    var keys = CertificateTemplate.keys();
    var number = HexFormat.of().toHexDigits(new SecureRandom().nextInt());
    var name = new X500Principal("CN=Higuma CA " + number);
    var issue =
        new CertificateTemplate(
            name, name, now, now.plus(life), CertificateTemplate.Usage.AUTHORITY, List.of());
    return new Authority(
        keys.getPrivate(), issue.sign(keys.getPublic(), keys.getPublic(), keys.getPrivate()));
  }

  /** Issues a serving certificate. It does not outlive the CA. */
  ServingCertificate serve(List<String> names, Instant now, Duration life) {
    var keys = CertificateTemplate.keys();
    var until = now.plus(life).isBefore(ends()) ? now.plus(life) : ends();
    var issue =
        new CertificateTemplate(
            new X500Principal("CN=" + names.getFirst()),
            certificate.getSubjectX500Principal(),
            now,
            until,
            CertificateTemplate.Usage.SERVER,
            names);
    var leaf = issue.sign(keys.getPublic(), certificate.getPublicKey(), key);
    return new ServingCertificate(keys.getPrivate(), List.of(leaf, certificate));
  }

  /** Expiry of the CA. */
  Instant ends() {
    return certificate.getNotAfter().toInstant();
  }

  /** Whether the CA has expired. */
  boolean hasEnded(Instant now) {
    return !now.isBefore(ends());
  }

  /** The time after this part of its validity. */
  Instant after(double part) {
    return partOf(certificate, part);
  }

  /** The time after this part of a certificate's validity. */
  static Instant partOf(X509Certificate certificate, double part) {
    var made = CertificateTemplate.madeAt(certificate);
    var life = Duration.between(made, certificate.getNotAfter().toInstant());
    return made.plusMillis((long) (life.toMillis() * part));
  }
}
