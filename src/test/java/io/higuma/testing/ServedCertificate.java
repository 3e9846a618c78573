package io.higuma.testing;

import io.higuma.tls.SelfSigned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Creates files with a serving certificate of the webhook. */
public final class ServedCertificate {
  static final String SETTING = "KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_CERT_DIR";

  private ServedCertificate() {}

  /** Writes a certificate into this folder and returns the settings for it. */
  public static Map<String, String> in(Path folder) {
    var made = SelfSigned.create(List.of("localhost", "127.0.0.1"), Clock.systemUTC());
    var key = Base64.getMimeEncoder().encodeToString(made.key().getEncoded());
    try {
      Files.writeString(folder.resolve("tls.crt"), made.trustAnchorPem());
      Files.writeString(
          folder.resolve("tls.key"),
          "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(SETTING, folder.toString());
  }
}
