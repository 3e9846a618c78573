package io.higuma.patch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnifiedDiffTest {
  @Test
  void isEmptyForEqualTexts() {
    assertThat(UnifiedDiff.of("x", "a\n", "a\n")).isEmpty();
  }

  @Test
  void showsThreeLinesAround() {
    assertThat(UnifiedDiff.of("x", "1\n2\n3\n4\n5\n6\n7\n8\n", "1\n2\n3\n4\nnew\n6\n7\n8\n"))
        .isEqualTo(
            """
            --- x
            +++ x
            @@ -2,7 +2,7 @@
             2
             3
             4
            -5
            +new
             6
             7
             8
            """);
  }

  @Test
  void saysWhereTheLastLineEndIsMissing() {
    assertThat(UnifiedDiff.of("x", "a\nb", "a\nb\n"))
        .isEqualTo(
            """
            --- x
            +++ x
            @@ -1,2 +1,2 @@
             a
            -b
            \\ No newline at end of file
            +b
            """);
  }

  @Test
  void isOneChangeWhereTheTextsAreVeryLongAndDiffer() {
    var before = "same\n" + "a\n".repeat(30_000);
    var after = "same\n" + "b\n".repeat(30_000);
    assertThat(UnifiedDiff.of("x", before, after))
        .isEqualTo(
            "--- x\n+++ x\n@@ -1,30001 +1,30001 @@\n same\n"
                + "-a\n".repeat(30_000)
                + "+b\n".repeat(30_000));
  }

  @Test
  void ofATextThatWasEmptyBeginsAtNothing() {
    assertThat(UnifiedDiff.of("x", "", "a\n")).contains("\n+a\n");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void patchAppliesIt(long seed, @TempDir Path folder) throws IOException, InterruptedException {
    var random = new Random(seed);
    var before = new ArrayList<String>();
    for (int i = random.nextInt(60); i >= 0; i--) {
      before.add(random.nextInt(9) + "\n");
    }
    var after = new ArrayList<>(before);
    for (int i = random.nextInt(12); i >= 0; i--) {
      if (random.nextBoolean() && !after.isEmpty()) {
        after.remove(random.nextInt(after.size()));
      } else {
        after.add(random.nextInt(after.size() + 1), "new " + i + "\n");
      }
    }
    var file = Files.writeString(folder.resolve("x"), String.join("", before));
    var diff = UnifiedDiff.of("x", String.join("", before), String.join("", after));
    if (diff.isEmpty()) {
      assertThat(after).isEqualTo(before);
      return;
    }
    var input = Files.writeString(folder.resolve("diff"), diff);
    var patch =
        new ProcessBuilder("patch", "--no-backup-if-mismatch", "x")
            .directory(folder.toFile())
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .start();
    var output = new String(patch.getInputStream().readAllBytes(), UTF_8);

    assertThat(patch.waitFor()).as(output).isZero();
    assertThat(output).doesNotContain("offset", "fuzz");
    assertThat(Files.readString(file)).isEqualTo(String.join("", after));
  }
}
