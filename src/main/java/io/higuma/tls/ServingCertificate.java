package io.higuma.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a TLS server shows and signs with.
 *
 * @param key belongs to the first certificate
 * @param chain the server's own certificate first
 */
public record ServingCertificate(PrivateKey key, List<X509Certificate> chain) {

  /** Copies the chain, which must not be empty. */
  public ServingCertificate {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("no certificate");
    }
  }

  /** The server's own certificate. */
  public X509Certificate leaf() {
    return chain.getFirst();
  }

  /** When the server's own certificate ends. */
  public Instant notAfter() {
    return leaf().getNotAfter().toInstant();
  }

  /** SHA-256 of the server's own certificate, in lower-case hexadecimal digits. */
  public String fingerprint() {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(leaf().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The end of the chain, where that vouches for itself. */
  Optional<X509Certificate> selfSignedRoot() {
    var last = chain.getLast();
    return Optional.of(last)
        .filter(root -> root.getSubjectX500Principal().equals(root.getIssuerX500Principal()));
  }

  /** Who of them vouches for the chain; the first where none is known to. */
  X509Certificate signerAmong(List<X509Certificate> authorities) {
    var issuer = chain.getLast().getIssuerX500Principal();
    return authorities.stream()
        .filter(authority -> authority.getSubjectX500Principal().equals(issuer))
        .findFirst()
        .orElse(authorities.getFirst());
  }

  /**
   * PEM of the certificate that a caller must trust: the last of the chain. For a self-signed pair
   * that is the server's own.
   */
  public String trustAnchorPem() {
    return Pem.certificate(chain.getLast());
  }
}
