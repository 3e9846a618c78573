package io.higuma.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code mvn test -Dtest=SettingsReferenceTest -Dgolden.refresh=true} rewrites the page. */
class SettingsReferenceTest {
  private static final Path PAGE = Path.of("docs", "settings.md");

  @Test
  void keepsTheReferencePageUpToDate() throws IOException {
    if (Boolean.getBoolean("golden.refresh")) {
      Files.writeString(PAGE, SettingsReference.markdown());
    }

    assertThat(Files.readString(PAGE))
        .as("run 'make references'")
        .isEqualTo(SettingsReference.markdown());
  }

  @Test
  void saysWhatEverySettingDoes() {
    assertThat(Catalogue.leaves())
        .allSatisfy(leaf -> assertThat(leaf.doc()).endsWith(".").doesNotContain("|"))
        .allSatisfy(leaf -> assertThat(leaf.expected()).doesNotContain("|"));
  }
}
