package io.higuma.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version that the build wrote down. */
public final class Version {
  private static final String FILE = "version.txt";

  private Version() {}

  /** The version's number. */
  public static String number() {
    return line(0);
  }

  /** The commit it was built from; {@code unknown} where the build was not told. */
  public static String commit() {
    return line(1);
  }

  private static String line(int index) {
    try (var in = Version.class.getResourceAsStream(FILE)) {
      var text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(index).findFirst().orElse("unknown").strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
