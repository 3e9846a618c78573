package io.higuma.kuma;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
  @ParameterizedTest
  @CsvFileSource(
      resources = "/durations/go.tsv",
      delimiter = '\t',
      emptyValue = "",
      ignoreLeadingAndTrailingWhitespace = false)
  void agreesWithGo(String text, String nanos, String canonical) {
    String read = text == null ? "" : text;
    if (nanos.equals("!")) {
      assertThat(GoDuration.parse("p", read)).isInstanceOf(Parsed.Bad.class);
    } else {
      Duration duration = Duration.ofNanos(Long.parseLong(nanos));
      assertThat(GoDuration.parse("p", read)).isEqualTo(Parsed.good(duration));
      assertThat(GoDuration.format(duration)).isEqualTo(canonical);
    }
  }

  @ParameterizedTest
  @CsvSource({"60, 1m0s", "90, 1m30s", "30, 30s", "3600, 1h0m0s", "0, 0s"})
  void writesTheCanonicalForm(long seconds, String canonical) {
    assertThat(GoDuration.format(Duration.ofSeconds(seconds))).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1d", "10", "1 s", "1.2.3s", "s", "1h-2m", "9999999999h"})
  void namesWhatIsWrong(String text) {
    assertThat(GoDuration.parse("drainTime", text))
        .isInstanceOfSatisfying(
            Parsed.Bad.class,
            bad ->
                assertThat(bad.violation().toString())
                    .startsWith("drainTime: value '" + text + "'")
                    .contains("a duration such as 30s"));
  }

  @Property
  void readsWhatItWrites(@ForAll long nanos) {
    Duration duration = Duration.ofNanos(nanos);

    assertThat(GoDuration.parse("p", GoDuration.format(duration))).isEqualTo(Parsed.good(duration));
  }

  @Property
  void neverThrowsOnAnyText(@ForAll String text) {
    assertThat(GoDuration.parse("p", text)).isNotNull();
  }
}
