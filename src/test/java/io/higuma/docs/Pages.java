package io.higuma.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Markdown pages of the project. */
final class Pages {
  private static final List<Path> ROOTS =
      List.of(
          Path.of("README.md"),
          Path.of("CONTRIBUTING.md"),
          Path.of("CHANGELOG.md"),
          Path.of("docs"),
          Path.of("examples"),
          Path.of("helm/higuma/README.md"));

  private Pages() {}

  /** All pages. */
  static List<Path> all() {
    return ROOTS.stream().flatMap(root -> below(root, ".md").stream()).toList();
  }

  /** The files below a folder, or the file itself, whose names have this suffix. */
  static List<Path> below(Path root, String suffix) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
