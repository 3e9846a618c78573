package io.higuma.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Makes a certificate that vouches for itself, in memory, on the curve P-256 (an RSA key would cost
 * a good part of the time to start).
 */
public final class SelfSigned {
  /** How long it is valid. */
  public static final Duration LIFE = Duration.ofDays(365);

  /** Clocks of other machines may be behind. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));
  private static final byte[] COMMON_NAME = Der.oid(2, 5, 4, 3);
  private static final byte[] KEY_USAGE = Der.oid(2, 5, 29, 15);
  private static final byte[] ALTERNATIVE_NAMES = Der.oid(2, 5, 29, 17);
  private static final byte[] BASIC_CONSTRAINTS = Der.oid(2, 5, 29, 19);
  private static final byte[] EXTENDED_KEY_USAGE = Der.oid(2, 5, 29, 37);
  private static final byte[] SERVER_AUTHENTICATION = Der.oid(1, 3, 6, 1, 5, 5, 7, 3, 1);
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private SelfSigned() {}

  /**
   * A new pair.
   *
   * @param names host names and IP addresses under which the server is called, at least one
   * @param clock when its validity starts
   */
  public static ServingCertificate create(List<String> names, InstantSource clock) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var pair = generator.generateKeyPair();
      byte[] content = content(names, clock, pair);
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(content);
      byte[] whole = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(0, signature.sign()));
      var certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(whole));
      return new ServingCertificate(pair.getPrivate(), List.of(certificate));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no self-signed certificate can be made", e);
    }
  }

  private static byte[] content(List<String> names, InstantSource clock, KeyPair pair) {
    byte[] name =
        Der.sequence(Der.set(Der.sequence(COMMON_NAME, Der.utf8("Higuma " + names.getFirst()))));
    var start = clock.instant().minus(CLOCK_SKEW);
    return Der.sequence(
        Der.context(0, Der.integer(2)),
        Der.integer(new BigInteger(120, new SecureRandom())),
        ECDSA_WITH_SHA256,
        name,
        Der.sequence(Der.time(start), Der.time(start.plus(LIFE))),
        name,
        pair.getPublic().getEncoded(),
        Der.context(3, extensions(names)));
  }

  private static byte[] extensions(List<String> names) {
    byte[] digitalSignatureAndCertSign = Der.bits(2, new byte[] {(byte) 0x84});
    byte[][] alternatives = names.stream().map(SelfSigned::alternative).toArray(byte[][]::new);
    return Der.sequence(
        critical(BASIC_CONSTRAINTS, Der.sequence(Der.isTrue())),
        critical(KEY_USAGE, digitalSignatureAndCertSign),
        Der.sequence(EXTENDED_KEY_USAGE, Der.octets(Der.sequence(SERVER_AUTHENTICATION))),
        Der.sequence(ALTERNATIVE_NAMES, Der.octets(Der.sequence(alternatives))));
  }

  private static byte[] critical(byte[] type, byte[] value) {
    return Der.sequence(type, Der.isTrue(), Der.octets(value));
  }

  private static byte[] alternative(String name) {
    try {
      return Der.contextBytes(IP_ADDRESS, InetAddress.ofLiteral(name).getAddress());
    } catch (IllegalArgumentException notAnAddress) {
      return Der.contextBytes(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
