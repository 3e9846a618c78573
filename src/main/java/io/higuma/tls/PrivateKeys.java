package io.higuma.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/** Parses private keys in PKCS #8, PKCS #1 and SEC 1. */
final class PrivateKeys {
  private static final byte[] RSA_ALGORITHM =
      Der.sequence(Der.oid(1, 2, 840, 113549, 1, 1, 1), Der.nothing());
  private static final byte[] EC = Der.oid(1, 2, 840, 10045, 2, 1);

  /** P-256, P-384 and P-521, the curves that TLS servers use. */
  private static final List<byte[]> CURVES =
      List.of(
          Der.oid(1, 2, 840, 10045, 3, 1, 7), Der.oid(1, 3, 132, 0, 34), Der.oid(1, 3, 132, 0, 35));

  private PrivateKeys() {}

  /**
   * Parses a key and checks that it matches {@code publicKey}.
   *
   * @throws GeneralSecurityException if it is not a key, or belongs to another certificate
   */
  static PrivateKey read(Pem.Block block, PublicKey publicKey) throws GeneralSecurityException {
    var factory = KeyFactory.getInstance(publicKey.getAlgorithm());
    var key =
        switch (block.label()) {
          case "PRIVATE KEY" -> pkcs8(factory, block.bytes());
          case "RSA PRIVATE KEY" -> pkcs8(factory, wrap(RSA_ALGORITHM, block.bytes()));
          case "EC PRIVATE KEY" -> ec(factory, block.bytes(), publicKey);
          default -> throw new InvalidKeySpecException("no private key but " + block.label());
        };
    if (!matches(key, publicKey)) {
      throw new InvalidKeySpecException("the key belongs to another certificate");
    }
    return key;
  }

  private static PrivateKey pkcs8(KeyFactory factory, byte[] bytes) throws InvalidKeySpecException {
    return factory.generatePrivate(new PKCS8EncodedKeySpec(bytes));
  }

  /** SEC 1 may omit the curve, so the curve of the certificate is used. */
  private static PrivateKey ec(KeyFactory factory, byte[] bytes, PublicKey publicKey)
      throws InvalidKeySpecException {
    for (byte[] curve : CURVES) {
      if (contains(publicKey.getEncoded(), curve)) {
        return pkcs8(factory, wrap(Der.sequence(EC, curve), bytes));
      }
    }
    throw new InvalidKeySpecException("the curve is none of P-256, P-384 and P-521");
  }

  private static byte[] wrap(byte[] algorithm, byte[] key) {
    return Der.sequence(Der.integer(0), algorithm, Der.octets(key));
  }

  private static boolean contains(byte[] whole, byte[] part) {
    var haystack = new String(whole, StandardCharsets.ISO_8859_1);
    return haystack.contains(new String(part, StandardCharsets.ISO_8859_1));
  }

  private static boolean matches(PrivateKey key, PublicKey publicKey)
      throws GeneralSecurityException {
    var algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    byte[] message = "do they belong together?".getBytes(StandardCharsets.US_ASCII);
    var signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(message);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(message);
    return signature.verify(signed);
  }
}
