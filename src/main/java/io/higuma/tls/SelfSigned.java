package io.higuma.tls;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** Creates a self-signed serving certificate in memory. */
public final class SelfSigned {
  /** Validity of the certificate. */
  public static final Duration VALIDITY = Duration.ofDays(365);

  private SelfSigned() {}

  /**
   * Creates a key and its certificate.
   *
   * @param names subject alternative names, at least one
   * @param clock start of the validity
   */
  public static ServingCertificate create(List<String> names, InstantSource clock) {
    var keys = CertificateTemplate.generateKeys();
    var name = new X500Principal("CN=Higuma " + names.getFirst());
    var now = clock.instant();
    var template =
        new CertificateTemplate(
            name, name, now, now.plus(VALIDITY), CertificateTemplate.Usage.BOTH, names);
    var certificate = template.sign(keys.getPublic(), keys.getPublic(), keys.getPrivate());
    return new ServingCertificate(keys.getPrivate(), List.of(certificate));
  }
}
