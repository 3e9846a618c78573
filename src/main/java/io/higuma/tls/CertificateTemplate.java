package io.higuma.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * Contents of an X.509 certificate to sign, with an ECDSA key on P-256 (an RSA key would take a
 * large part of the startup time).
 *
 * @param subject distinguished name
 * @param issuer distinguished name of the CA
 * @param from creation time
 * @param until expiry
 * @param usage key usage
 * @param names subject alternative names: host names and addresses; empty for a CA
 */
record CertificateTemplate(
    X500Principal subject,
    X500Principal issuer,
    Instant from,
    Instant until,
    Usage usage,
    List<String> names) {

  /**
   * Clocks of other machines may be behind, so the validity starts this long before the creation.
   */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));
  private static final byte[] SUBJECT_KEY = Der.oid(2, 5, 29, 14);
  private static final byte[] KEY_USAGE = Der.oid(2, 5, 29, 15);
  private static final byte[] ALTERNATIVE_NAMES = Der.oid(2, 5, 29, 17);
  private static final byte[] BASIC_CONSTRAINTS = Der.oid(2, 5, 29, 19);
  private static final byte[] AUTHORITY_KEY = Der.oid(2, 5, 29, 35);
  private static final byte[] EXTENDED_KEY_USAGE = Der.oid(2, 5, 29, 37);
  private static final byte[] SERVER_AUTHENTICATION = Der.oid(1, 3, 6, 1, 5, 5, 7, 3, 1);
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final int KEY_IDENTIFIER_BYTES = 20;

  /** Key usage: the bits of {@code KeyUsage}, and whether it is a CA. */
  enum Usage {
    /** CA certificate. */
    AUTHORITY(true, 2, 0x04),
    /** Serving certificate. */
    SERVER(false, 7, 0x80),
    /** Self-signed serving certificate. */
    BOTH(true, 2, 0x84);

    private final boolean signs;
    private final int unusedBits;
    private final int bits;

    Usage(boolean signs, int unusedBits, int bits) {
      this.signs = signs;
      this.unusedBits = unusedBits;
      this.bits = bits;
    }
  }

  static KeyPair generateKeys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no key can be made", e);
    }
  }

  /** Creation time of a certificate that was signed by this class. */
  static Instant createdAt(X509Certificate certificate) {
    return certificate.getNotBefore().toInstant().plus(CLOCK_SKEW);
  }

  /**
   * Signs a certificate for {@code key} with the private key {@code signingKey} of {@code signer}.
   */
  X509Certificate sign(PublicKey key, PublicKey signer, PrivateKey signingKey) {
    try {
      byte[] content = content(key, signer);
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(signingKey);
      signature.update(content);
      byte[] whole = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(0, signature.sign()));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(whole));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no certificate can be made", e);
    }
  }

  private byte[] content(PublicKey key, PublicKey signer) throws GeneralSecurityException {
    return Der.sequence(
        Der.context(0, Der.integer(2)),
        Der.integer(new BigInteger(120, new SecureRandom())),
        ECDSA_WITH_SHA256,
        issuer.getEncoded(),
        Der.sequence(Der.time(from.minus(CLOCK_SKEW)), Der.time(until)),
        subject.getEncoded(),
        key.getEncoded(),
        Der.context(3, extensions(key, signer)));
  }

  private byte[] extensions(PublicKey key, PublicKey signer) throws GeneralSecurityException {
    byte[] constraints = usage.signs ? Der.sequence(Der.isTrue()) : Der.sequence();
    byte[] bits = Der.bits(usage.unusedBits, new byte[] {(byte) usage.bits});
    byte[] authority = Der.sequence(Der.contextBytes(0, identifier(signer)));
    var all = new ArrayList<byte[]>();
    all.add(critical(BASIC_CONSTRAINTS, constraints));
    all.add(critical(KEY_USAGE, bits));
    all.add(nonCritical(SUBJECT_KEY, Der.octets(identifier(key))));
    all.add(nonCritical(AUTHORITY_KEY, authority));
    if (!names.isEmpty()) {
      byte[][] alternatives =
          names.stream().map(CertificateTemplate::alternative).toArray(byte[][]::new);
      all.add(nonCritical(EXTENDED_KEY_USAGE, Der.sequence(SERVER_AUTHENTICATION)));
      all.add(nonCritical(ALTERNATIVE_NAMES, Der.sequence(alternatives)));
    }
    return Der.sequence(all.toArray(byte[][]::new));
  }

  /**
   * Key identifier by method 4 of RFC 7093: the first 160 bits of the SHA-256 digest of the
   * SubjectPublicKeyInfo.
   */
  private static byte[] identifier(PublicKey key) throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
    return Arrays.copyOf(digest, KEY_IDENTIFIER_BYTES);
  }

  private static byte[] critical(byte[] type, byte[] value) {
    return Der.sequence(type, Der.isTrue(), Der.octets(value));
  }

  private static byte[] nonCritical(byte[] type, byte[] value) {
    return Der.sequence(type, Der.octets(value));
  }

  private static byte[] alternative(String name) {
    try {
      return Der.contextBytes(IP_ADDRESS, InetAddress.ofLiteral(name).getAddress());
    } catch (IllegalArgumentException notAnAddress) {
      return Der.contextBytes(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
