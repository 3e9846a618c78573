package io.higuma.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The wall clock of another process, by libfaketime (Debian: {@code apt-get install faketime}). The
 * monotonic clock goes on as it is.
 *
 * @param library the library that the process loads
 * @param offset the file with the offset, which is read again each second
 */
public record FakeTime(Path library, Path offset) {
  private static final Path LIBRARIES = Path.of("/usr/lib");
  private static final String MISSING = "libfaketime is missing: apt-get install faketime";
  private static final String FILE = "faketime/libfaketimeMT.so.1";

  /** A clock that is right until it is {@link #set}; empty if the library is not installed. */
  public static Optional<FakeTime> in(Path folder, String name) {
    return find()
        .map(
            library -> {
              var time = new FakeTime(library, folder.resolve(name));
              time.set(Duration.ZERO);
              return time;
            });
  }

  /** The same; without the library the calling test is skipped, or fails in CI. */
  public static FakeTime orSkip(Path folder, String name) {
    var time = in(folder, name);
    if (time.isEmpty()) {
      if ("true".equals(System.getenv("CI"))) {
        Assertions.fail(MISSING);
      }
      Assumptions.abort(MISSING);
    }
    return time.orElseThrow();
  }

  private static Optional<Path> find() {
    try (var architectures = Files.list(LIBRARIES)) {
      return Stream.concat(Stream.of(LIBRARIES), architectures)
          .map(folder -> folder.resolve(FILE))
          .filter(Files::exists)
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The environment variables of the process. */
  public Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD",
        library.toString(),
        "FAKETIME_TIMESTAMP_FILE",
        offset.toString(),
        "FAKETIME_CACHE_DURATION",
        "1",
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1");
  }

  /** Sets the clock ahead by this time, or behind if it is negative; takes effect in a second. */
  public void set(Duration ahead) {
    try {
      // In one step: the process may read it at any time.
      var next =
          Files.writeString(
              offset.resolveSibling(offset.getFileName() + ".next"),
              "%+d\n".formatted(ahead.toSeconds()));
      Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
