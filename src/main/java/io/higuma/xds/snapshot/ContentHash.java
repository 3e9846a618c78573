package io.higuma.xds.snapshot;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 hash of texts and bytes. */
final class ContentHash {
  private static final int VERSION_BYTES = 8;
  private final MessageDigest digest;

  ContentHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      // Every JDK has SHA-256.
      throw new IllegalStateException(impossible);
    }
  }

  ContentHash add(ByteString bytes) {
    bytes.asReadOnlyByteBufferList().forEach(digest::update);
    return this;
  }

  ContentHash add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** All digits. Ends the hash. */
  String full() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The first 16 hexadecimal digits. Ends the hash. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(digest.digest(), 0, VERSION_BYTES);
  }
}
