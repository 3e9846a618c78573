package io.higuma.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads and writes PEM (RFC 7468). */
final class Pem {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=\\s]*+");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private Pem() {}

  /**
   * One PEM block.
   *
   * @param label such as {@code CERTIFICATE}
   * @param base64 encoded content
   */
  record Block(String label, String base64) {
    /**
     * The decoded content.
     *
     * @throws IllegalArgumentException if it is not Base64
     */
    byte[] bytes() {
      return Base64.getMimeDecoder().decode(base64);
    }
  }

  /** All complete blocks; other text is ignored. */
  static List<Block> blocks(String text) {
    var blocks = new ArrayList<Block>();
    int from = 0;
    while ((from = text.indexOf(BEGIN, from)) >= 0) {
      int labelEnd = text.indexOf(DASHES, from + BEGIN.length());
      if (labelEnd < 0) {
        break;
      }
      var label = text.substring(from + BEGIN.length(), labelEnd);
      int start = labelEnd + DASHES.length();
      int end = text.indexOf(END + label + DASHES, start);
      if (end < 0) {
        break;
      }
      var body = text.substring(start, end).strip();
      blocks.add(new Block(label, body));
      from = end;
    }
    return blocks;
  }

  /**
   * Parses all certificates.
   *
   * @throws InvalidCertificateException if one is invalid
   */
  static List<X509Certificate> certificates(String where, String text)
      throws InvalidCertificateException {
    var certificates = new ArrayList<X509Certificate>();
    try {
      var factory = CertificateFactory.getInstance("X.509");
      for (var block : blocks(text)) {
        if (block.label().equals(CERTIFICATE)) {
          var bytes = new ByteArrayInputStream(block.bytes());
          certificates.add((X509Certificate) factory.generateCertificate(bytes));
        }
      }
      return certificates;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new InvalidCertificateException(where, "no certificate can be read: " + e.getMessage());
    }
  }

  /** Whether {@code text} consists of certificates and white space, without keys or comments. */
  static boolean hasOnlyCertificates(String text) {
    var blocks = blocks(text);
    var encoded =
        blocks.stream()
            .map(
                block -> BEGIN + CERTIFICATE + DASHES + block.base64() + END + CERTIFICATE + DASHES)
            .collect(Collectors.joining());
    return blocks.stream().allMatch(block -> BASE64.matcher(block.base64()).matches())
        && withoutSpace(encoded).equals(withoutSpace(text));
  }

  private static String withoutSpace(String text) {
    return SPACE.matcher(text).replaceAll("");
  }

  static String certificate(X509Certificate certificate) {
    try {
      return block(CERTIFICATE, certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key in PKCS #8. */
  static String privateKey(PrivateKey key) {
    return block("PRIVATE KEY", key.getEncoded());
  }

  private static String block(String label, byte[] bytes) {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(bytes);
    return BEGIN
        + label
        + "-----\n"
        + new String(lines, StandardCharsets.US_ASCII)
        + "\n"
        + END
        + label
        + "-----\n";
  }
}
