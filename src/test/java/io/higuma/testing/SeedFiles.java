package io.higuma.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Test files that a fuzz test starts from. */
public final class SeedFiles {
  private SeedFiles() {}

  /** The contents of the files below a folder of {@code src/test/resources}, in order. */
  public static Stream<byte[]> below(String folder, Predicate<String> path) throws IOException {
    try (var files = Files.walk(Path.of("src/test/resources", folder))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> path.test(file.toString()))
          .sorted()
          .map(SeedFiles::read)
          .toList()
          .stream();
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
