package io.higuma.tls;

import java.security.GeneralSecurityException;

/** Reads a certificate with those that signed it, and its key, from PEM. */
final class PemPair {
  private PemPair() {}

  /**
   * A text.
   *
   * @param where it is from, for people
   * @param text PEM
   */
  record Text(String where, String text) {}

  /**
   * Reads both.
   *
   * @throws InvalidCertificateException where one is missing or broken, or they do not belong
   *     together
   */
  static ServingCertificate read(Text certificates, Text key) throws InvalidCertificateException {
    var chain = Pem.certificates(certificates.where(), certificates.text());
    if (chain.isEmpty()) {
      throw new InvalidCertificateException(certificates.where(), "there is no certificate in it");
    }
    try {
      var block =
          Pem.blocks(key.text()).stream()
              .filter(found -> found.label().endsWith("PRIVATE KEY"))
              .findFirst()
              .orElseThrow(
                  () ->
                      new InvalidCertificateException(
                          key.where(), "there is no private key in it"));
      return new ServingCertificate(
          PrivateKeys.read(block, chain.getFirst().getPublicKey()), chain);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new InvalidCertificateException(
          key.where(), "the key cannot be used: " + e.getMessage());
    }
  }
}
