package io.higuma.tls;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** Makes a certificate that vouches for itself, in memory. */
public final class SelfSigned {
  /** How long it is valid. */
  public static final Duration LIFE = Duration.ofDays(365);

  private SelfSigned() {}

  /**
   * A new pair.
   *
   * @param names host names and IP addresses under which the server is called, at least one
   * @param clock when its validity starts
   */
  public static ServingCertificate create(List<String> names, InstantSource clock) {
    var keys = CertificateTemplate.keys();
    var name = new X500Principal("CN=Higuma " + names.getFirst());
    var now = clock.instant();
    var issue =
        new CertificateTemplate(
            name, name, now, now.plus(LIFE), CertificateTemplate.Usage.BOTH, names);
    var certificate = issue.sign(keys.getPublic(), keys.getPublic(), keys.getPrivate());
    return new ServingCertificate(keys.getPrivate(), List.of(certificate));
  }
}
