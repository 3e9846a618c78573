package io.higuma.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Private key and certificate chain of a TLS server.
 *
 * @param key private key of the first certificate
 * @param chain serving certificate first
 */
public record ServingCertificate(PrivateKey key, List<X509Certificate> chain) {

  /** Copies the chain; throws if it is empty. */
  public ServingCertificate {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("no certificate");
    }
  }

  /** The serving certificate. */
  public X509Certificate leaf() {
    return chain.getFirst();
  }

  /** Expiry of the serving certificate. */
  public Instant notAfter() {
    return leaf().getNotAfter().toInstant();
  }

  /**
   * Whether the serving certificate is valid for a host: one of its subject alternative names is
   * the host, or has {@code *} instead of the host's first label.
   */
  public boolean isValidFor(String host) {
    try {
      var names =
          Objects.requireNonNullElse(leaf().getSubjectAlternativeNames(), List.<List<?>>of());
      return names.stream()
          .map(name -> String.valueOf(name.get(1)))
          .anyMatch(name -> matches(name, host));
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  private static boolean matches(String name, String host) {
    int dot = host.indexOf('.');
    return name.equalsIgnoreCase(host)
        || (name.startsWith("*.")
            && dot > 0
            && name.substring(1).equalsIgnoreCase(host.substring(dot)));
  }

  /** SHA-256 of the serving certificate, in lower-case hexadecimal digits. */
  public String fingerprint() {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(leaf().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The last certificate of the chain, if it is self-signed. */
  Optional<X509Certificate> selfSignedRoot() {
    var last = chain.getLast();
    return Optional.of(last)
        .filter(root -> root.getSubjectX500Principal().equals(root.getIssuerX500Principal()));
  }

  /** The CA that issued the chain; the first one if none matches. */
  X509Certificate signerAmong(List<X509Certificate> authorities) {
    var issuer = chain.getLast().getIssuerX500Principal();
    return authorities.stream()
        .filter(authority -> authority.getSubjectX500Principal().equals(issuer))
        .findFirst()
        .orElse(authorities.getFirst());
  }

  /**
   * PEM of the certificate that clients must trust: the last of the chain. For a self-signed
   * certificate that is the serving certificate.
   */
  public String trustAnchorPem() {
    return Pem.certificate(chain.getLast());
  }
}
