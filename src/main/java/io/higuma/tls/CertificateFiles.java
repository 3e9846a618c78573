package io.higuma.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;

/** The files {@code tls.crt} and {@code tls.key} of a folder, as a mounted Secret has them. */
public final class CertificateFiles {
  /** The server's certificate, followed by those that signed it. */
  public static final String CERTIFICATE = "tls.crt";

  /** The private key: PKCS #8, PKCS #1 or SEC 1. */
  public static final String KEY = "tls.key";

  private CertificateFiles() {}

  /** Files that cannot be used; the message names the file and what is wrong with it. */
  public static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(Path file, String problem) {
      super(file + ": " + problem);
    }
  }

  /**
   * Reads both files.
   *
   * @throws Unusable where one is missing, unreadable or broken, or they do not belong together
   */
  public static ServingCertificate read(Path folder) throws Unusable {
    return read(folder.resolve(CERTIFICATE), folder.resolve(KEY));
  }

  /**
   * Reads a certificate and its key.
   *
   * @throws Unusable where one is missing, unreadable or broken, or they do not belong together
   */
  public static ServingCertificate read(Path certificateFile, Path keyFile) throws Unusable {
    var chain = new ArrayList<X509Certificate>();
    try {
      var factory = CertificateFactory.getInstance("X.509");
      for (var block : Pem.blocks(text(certificateFile))) {
        if (block.label().equals("CERTIFICATE")) {
          var bytes = new ByteArrayInputStream(block.bytes());
          chain.add((X509Certificate) factory.generateCertificate(bytes));
        }
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new Unusable(certificateFile, "no certificate can be read: " + e.getMessage());
    }
    if (chain.isEmpty()) {
      throw new Unusable(certificateFile, "there is no certificate in it");
    }
    try {
      var block =
          Pem.blocks(text(keyFile)).stream()
              .filter(found -> found.label().endsWith("PRIVATE KEY"))
              .findFirst()
              .orElseThrow(() -> new Unusable(keyFile, "there is no private key in it"));
      return new ServingCertificate(
          PrivateKeys.read(block, chain.getFirst().getPublicKey()), chain);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new Unusable(keyFile, "the key cannot be used: " + e.getMessage());
    }
  }

  private static String text(Path file) throws Unusable {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new Unusable(file, "it cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }
}
