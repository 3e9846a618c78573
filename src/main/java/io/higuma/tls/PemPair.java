package io.higuma.tls;

import java.security.GeneralSecurityException;

/** Parses a certificate chain and its private key from PEM. */
final class PemPair {
  private PemPair() {}

  /**
   * PEM with its location.
   *
   * @param where location, for error messages
   * @param text PEM
   */
  record Text(String where, String text) {}

  /**
   * Parses both.
   *
   * @throws InvalidCertificateException if one is missing or invalid, or they do not match
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
