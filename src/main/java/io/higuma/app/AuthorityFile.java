package io.higuma.app;

import io.higuma.kuma.Parsed;
import io.higuma.tls.TrustBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Reads the file of CA certificates that {@code injector.caCertFile} names. Whoever may change that
 * setting must not be able to read other files of the control plane by it, so only certificates are
 * passed on.
 */
final class AuthorityFile {
  /** The setting that names the file. */
  static final String SETTING = "runtime.kubernetes.injector.caCertFile";

  /** Maximum size; a bundle of all public CAs has about 200 KiB. */
  static final int MAX_BYTES = 1 << 20;

  private static final String EXPECTED =
      "a readable regular file of at most 1 MiB with at least one PEM certificate";

  private AuthorityFile() {}

  /**
   * The certificates in the file {@code name}. The violation is the same for each reason, so that
   * it does not tell which files exist.
   */
  static Parsed<String> read(String name) {
    try {
      var certificates = certificates(Path.of(name));
      if (!certificates.isEmpty()) {
        return Parsed.good(certificates);
      }
    } catch (IOException | InvalidPathException e) {
      // The violation has no reason.
    }
    return Parsed.bad(SETTING, "bad_setting", name, EXPECTED);
  }

  /**
   * The certificates in a file; empty if there are none, or if it is larger than {@link #MAX_BYTES}
   * or not a regular file.
   */
  static String certificates(Path file) throws IOException {
    if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
      return "";
    }
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      return bytes.length > MAX_BYTES
          ? ""
          : TrustBundle.certificatesOnly(new String(bytes, StandardCharsets.UTF_8));
    }
  }
}
