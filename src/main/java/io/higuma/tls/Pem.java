package io.higuma.tls;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads and writes PEM (RFC 7468). */
final class Pem {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  private Pem() {}

  /**
   * One block of a file.
   *
   * @param label such as {@code CERTIFICATE}
   * @param base64 its content
   */
  record Block(String label, String base64) {
    /**
     * Its content decoded.
     *
     * @throws IllegalArgumentException where it is not base64
     */
    byte[] bytes() {
      return Base64.getMimeDecoder().decode(base64);
    }
  }

  /** All complete blocks; text around them is passed over. */
  static List<Block> blocks(String text) {
    var blocks = new ArrayList<Block>();
    int from = 0;
    while ((from = text.indexOf(BEGIN, from)) >= 0) {
      int labelEnd = text.indexOf(DASHES, from + BEGIN.length());
      if (labelEnd < 0) {
        break;
      }
      var label = text.substring(from + BEGIN.length(), labelEnd);
      int end = text.indexOf(END + label + DASHES, labelEnd);
      if (end < 0) {
        break;
      }
      var body = text.substring(labelEnd + DASHES.length(), end).strip();
      blocks.add(new Block(label, body));
      from = end;
    }
    return blocks;
  }

  static String certificate(X509Certificate certificate) {
    try {
      var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(certificate.getEncoded());
      return BEGIN
          + "CERTIFICATE-----\n"
          + new String(lines, StandardCharsets.US_ASCII)
          + "\n"
          + END
          + "CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
