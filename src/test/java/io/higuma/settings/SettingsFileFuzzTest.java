package io.higuma.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any settings file is loaded, or its problems are reported together. */
class SettingsFileFuzzTest {

  static Stream<byte[]> seeds() throws IOException {
    try (var files = Files.walk(Path.of("src/test/resources/settings"))) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .map(SettingsFileFuzzTest::read)
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

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "15s")
  void anyFileIsLoadedOrReported(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    switch (SettingsLoader.load(Loading.file(text))) {
      case LoadedSettings.Valid valid -> assertThat(valid.settings()).isNotNull();
      case LoadedSettings.Invalid invalid ->
          assertThat(invalid.violations())
              .isNotEmpty()
              .allSatisfy(violation -> assertThat(violation.message()).isNotBlank());
    }
  }
}
