package io.higuma.cli.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.higuma.testing.SeedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any stream of documents is read, or its unreadable documents are reported. */
class DocumentStreamFuzzTest {

  static Stream<byte[]> seeds() throws IOException {
    return SeedFiles.below("", path -> path.matches(".*/(field|goldens)/.*\\.yaml"));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "15s")
  void anyTextIsReadOrReported(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);

    var result = DocumentStream.read(new Source("<stdin>", text));

    assertThat(result.violations())
        .allSatisfy(violation -> assertThat(violation.message()).isNotBlank());
  }
}
