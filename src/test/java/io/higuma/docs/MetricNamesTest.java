package io.higuma.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Metrics that the control plane of the other test might not expose are on the page, too. */
class MetricNamesTest {
  private static final Pattern NAME = Pattern.compile("\"(higuma_[a-z_]+|sidecar_injection)\"");

  @Test
  void everyNameInTheCodeIsOnThePage() {
    var page = new ReferencePage("metrics.md").text();
    var names =
        Pages.below(Path.of("src/main/java"), ".java").stream()
            .flatMap(file -> NAME.matcher(Pages.text(file)).results())
            .map(name -> name.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(names)
        .hasSizeGreaterThan(25)
        .allSatisfy(name -> assertThat(page).containsPattern("\\| `" + name + "[a-z_]*` \\|"));
  }
}
