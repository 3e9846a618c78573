package io.higuma.cli.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any stream of documents is read, or its unreadable documents are reported. */
class DocumentStreamFuzzTest {

  static Stream<byte[]> seeds() throws IOException {
    try (var files = Files.walk(Path.of("src/test/resources"))) {
      return files
          .filter(file -> file.toString().matches(".*/(field|goldens)/.*\\.yaml"))
          .sorted()
          .map(DocumentStreamFuzzTest::read)
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
  void anyTextIsReadOrReported(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);

    var result = DocumentStream.read(new Source("<stdin>", text));

    assertThat(result.violations())
        .allSatisfy(violation -> assertThat(violation.message()).isNotBlank());
  }
}
