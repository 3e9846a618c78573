package io.higuma.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.higuma.testing.SeedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any settings file is loaded, or its problems are reported together. */
class SettingsFileFuzzTest {

  static Stream<byte[]> seeds() throws IOException {
    return SeedFiles.below("settings", path -> true);
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
