package io.higuma.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.dataplane.ConversionTrace.Match;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Tests of which labels keep a selector from selecting a Pod. */
class SelectorDifferenceTest {
  @Test
  void namesLabelsThatDifferOrAreMissing() {
    var differences =
        SelectorDifference.of(
            Map.of("app", "web", "tier", "front", "track", "stable"),
            Map.of("app", "web", "tier", "back"),
            Set.of("track"));

    assertThat(differences)
        .containsExactly(
            new SelectorDifference("tier", "front", Optional.of("back"), false),
            new SelectorDifference("track", "stable", Optional.empty(), true));
  }

  @Test
  void aSelectorThatSelectsHasNone() {
    assertThat(SelectorDifference.of(Map.of("a", "b"), Map.of("a", "b", "c", "d"), Set.of()))
        .isEmpty();
    assertThat(SelectorDifference.of(Map.of(), Map.of("a", "b"), Set.of())).isEmpty();
  }

  /** The explanation agrees with the decision of the conversion for every selector and Pod. */
  @Property
  void agreesWithTheMatchingOfServices(
      @ForAll @Size(max = 4) Map<@From("keys") String, @From("values") String> wanted,
      @ForAll @Size(max = 4) Map<@From("keys") String, @From("values") String> labels,
      @ForAll @Size(max = 2) Set<@From("keys") String> ignored) {
    var differences = SelectorDifference.of(wanted, labels, ignored);
    var expected =
        differences.stream().anyMatch(difference -> !difference.ignored())
            ? Match.NOT_SELECTED
            : ignored.containsAll(wanted.keySet())
                ? Match.ONLY_IGNORED_LABELS
                : differences.isEmpty() ? Match.SELECTED : Match.SELECTED_PARTLY;

    assertThat(MatchedService.matchSelector(wanted, labels, ignored)).isEqualTo(expected);
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.of("k", "l", "m");
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.of("a", "b");
  }
}
