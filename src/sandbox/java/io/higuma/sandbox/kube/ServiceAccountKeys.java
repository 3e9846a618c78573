package io.higuma.sandbox.kube;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The key pair that signs service account tokens, as PEM files. */
record ServiceAccountKeys(Path privateKey, Path publicKey) {

  static ServiceAccountKeys writeInto(Path folder) throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      return new ServiceAccountKeys(
          write(folder.resolve("sa.key"), "PRIVATE KEY", pair.getPrivate().getEncoded()),
          write(folder.resolve("sa.pub"), "PUBLIC KEY", pair.getPublic().getEncoded()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Path write(Path file, String label, byte[] content) throws IOException {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, base64, label));
  }
}
