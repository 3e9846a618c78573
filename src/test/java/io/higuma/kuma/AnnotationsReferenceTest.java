package io.higuma.kuma;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code mvn test -Dtest=AnnotationsReferenceTest -Dgolden.refresh=true} regenerates the page. */
class AnnotationsReferenceTest {
  private static final Path PAGE = Path.of("docs", "annotations.md");

  @Test
  void keepsTheReferencePageUpToDate() throws IOException {
    if (Boolean.getBoolean("golden.refresh")) {
      Files.writeString(PAGE, AnnotationsReference.markdown());
    }

    assertThat(Files.readString(PAGE))
        .as("run 'make references'")
        .isEqualTo(AnnotationsReference.markdown());
  }

  @Test
  void saysWhatEveryAnnotationDoes() {
    assertThat(AnnotationsReference.whenCreated())
        .hasSizeGreaterThan(30)
        .allSatisfy(key -> assertThat(key.doc()).matches(".*[.…]").doesNotContain("|"));
  }
}
