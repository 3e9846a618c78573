package io.higuma.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tests that pages name exist. */
class ProofsTest {
  private static final Pattern PROOF =
      Pattern.compile("`(?!KubeTest)([A-Z]\\w+Test)(?:\\.(\\w+))?`");
  private static final List<Path> TESTS = Pages.below(Path.of("src/test/java"), "Test.java");

  static List<Path> pages() {
    return Pages.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void testsThatPagesNameExist(Path page) {
    assertThat(PROOF.matcher(Pages.text(page)).results().filter(proof -> !exists(proof)))
        .extracting(MatchResult::group)
        .isEmpty();
  }

  @Test
  void everyDifferenceFromKumaNamesItsTest() {
    var decisions =
        Pages.text(Path.of("docs/differences-from-kuma.md"))
            .lines()
            .filter(line -> line.matches("\\d+\\. .*"))
            .toList();

    assertThat(decisions).isNotEmpty().allMatch(decision -> PROOF.matcher(decision).find());
  }

  private static boolean exists(MatchResult proof) {
    var method = Optional.ofNullable(proof.group(2)).map(name -> "void " + name + "(");
    return TESTS.stream()
        .filter(test -> test.endsWith(proof.group(1) + ".java"))
        .anyMatch(test -> Pages.text(test).contains(method.orElse("class ")));
  }
}
