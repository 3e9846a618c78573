package io.higuma.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.dataplane.ConversionProblem;
import io.higuma.dataplane.DataplaneResult;
import io.higuma.inject.RejectReason;
import io.higuma.inject.SkipReason;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** troubleshooting.md lists every code that a user can see, and no other. */
class TroubleshootingTest {
  private static final String PAGE = Pages.text(Path.of("docs/troubleshooting.md"));
  private static final Path SOURCES = Path.of("src/main/java/io/higuma");
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z_]+)` \\| (.+?) \\|", Pattern.MULTILINE);

  /** In these packages a string in snake case is the code of an error or of a rule. */
  private static final List<String> PACKAGES = List.of("kuma", "inject", "patch", "settings");

  private static final Pattern CODE = Pattern.compile("\"([a-z]+(?:_[a-z]+)+)\"");

  /** Codes of passed rules, which need no action. */
  private static final Set<String> PASSED =
      Set.of(
          "no_exception", "not_selected", "probes_off", "probes_rewritten", "mesh_of_zone_proxy");

  @Test
  void listsWhyPodsAreSkipped() {
    assertThat(rows("A Pod stays without a sidecar"))
        .isEqualTo(sentences(SkipReason.values(), SkipReason::code, SkipReason::sentence));
  }

  @Test
  void listsWhyPodsAreRefused() {
    assertThat(rows("A Pod is refused"))
        .isEqualTo(sentences(RejectReason.values(), RejectReason::code, RejectReason::sentence));
  }

  @Test
  void listsWhyPodsHaveNoDataplane() {
    assertThat(rows("A Pod has no Dataplane"))
        .isEqualTo(
            sentences(
                DataplaneResult.Reason.values(),
                reason -> reason.name().toLowerCase(Locale.ROOT),
                DataplaneResult.Reason::sentence));
  }

  @Test
  void listsProblemsOfDataplanes() {
    assertThat(rows("A Dataplane cannot be built, or is incomplete").keySet())
        .isEqualTo(
            Arrays.stream(ConversionProblem.Code.values())
                .map(ConversionProblem.Code::code)
                .collect(Collectors.toSet()));
  }

  @Test
  void listsEveryErrorAndWarning() {
    var known =
        Stream.of("In values of annotations and settings", "In ContainerPatches", "Warnings")
            .flatMap(heading -> rows(heading).keySet().stream())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(known).isEqualTo(codesOfTheSources());
  }

  private static Set<String> codesOfTheSources() {
    return PACKAGES.stream()
        .flatMap(name -> Pages.below(SOURCES.resolve(name), ".java").stream())
        .flatMap(source -> CODE.matcher(Pages.text(source)).results())
        .map(match -> match.group(1))
        .filter(code -> !PASSED.contains(code))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static <E> Map<String, String> sentences(
      E[] values, Function<E, String> code, Function<E, String> sentence) {
    return Arrays.stream(values)
        .collect(Collectors.toMap(code, sentence, (a, _) -> a, TreeMap::new));
  }

  /** The second cells of the rows under a heading, by the codes in the first. */
  private static Map<String, String> rows(String heading) {
    var section =
        Pattern.compile("^#+ " + heading + "\n(.*?)(?=^#|\\z)", Pattern.MULTILINE | Pattern.DOTALL);
    var found = section.matcher(PAGE);
    assertThat(found.find()).as(heading).isTrue();
    return ROW.matcher(found.group(1))
        .results()
        .collect(
            Collectors.toMap(
                row -> row.group(1), row -> row.group(2), (a, b) -> a + b, TreeMap::new));
  }
}
