package io.higuma.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version that the build recorded. */
public final class Version {
  private static final String FILE = "version.txt";

  private Version() {}

  /** The version number. */
  public static String number() {
    return line(0);
  }

  /** The commit of the build; {@code unknown} if the build did not get it. */
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
