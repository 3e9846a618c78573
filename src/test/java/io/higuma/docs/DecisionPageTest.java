package io.higuma.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.inject.RejectReason;
import io.higuma.inject.SkipReason;
import io.higuma.inject.Trace;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of stages in how-injection-decides.md has all stages, in order, and all reasons. */
class DecisionPageTest {
  private static final String PAGE = Pages.text(Path.of("docs/how-injection-decides.md"));
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z_]+)` \\|(.*)$", Pattern.MULTILINE);
  private static final Pattern CODE = Pattern.compile("`([a-z]+(?:_[a-z]+)*)`");

  @Test
  void hasAllStagesInOrder() {
    assertThat(ROW.matcher(PAGE).results().map(row -> row.group(1)))
        .containsExactlyElementsOf(
            Arrays.stream(Trace.Stage.values())
                .map(stage -> stage.name().toLowerCase(Locale.ROOT))
                .toList());
  }

  @Test
  void hasAllReasons() {
    var codes =
        ROW.matcher(PAGE)
            .results()
            .flatMap(row -> CODE.matcher(row.group(2)).results())
            .map(code -> code.group(1))
            .toList();

    assertThat(codes)
        .containsAll(Arrays.stream(SkipReason.values()).map(SkipReason::code).toList())
        .containsAll(Arrays.stream(RejectReason.values()).map(RejectReason::code).toList());
  }
}
