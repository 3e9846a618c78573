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
 * A certificate authority of our own.
 *
 * @param key signs
 * @param certificate belongs to it
 */
record Authority(PrivateKey key, X509Certificate certificate) {

  /** A new one. Each has a name of its own, so that nobody takes one for the other. */
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

  /** A certificate for a server. It ends with the authority at the latest. */
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

  /** When it ends. */
  Instant ends() {
    return certificate.getNotAfter().toInstant();
  }

  /** Whether it has ended. */
  boolean hasEnded(Instant now) {
    return !now.isBefore(ends());
  }

  /** When this part of its life is over. */
  Instant after(double part) {
    return partOf(certificate, part);
  }

  /** When this part of a certificate's life is over. */
  static Instant partOf(X509Certificate certificate, double part) {
    var made = CertificateTemplate.madeAt(certificate);
    var life = Duration.between(made, certificate.getNotAfter().toInstant());
    return made.plusMillis((long) (life.toMillis() * part));
  }
}
