package io.higuma.kuma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvFileSource(
      resources = "/quantities/kubernetes.tsv",
      delimiter = '\t',
      emptyValue = "",
      ignoreLeadingAndTrailingWhitespace = false)
  void agreesWithKubernetes(String text, String canonical, String amount) {
    String read = text == null ? "" : text;
    if (canonical.equals("!")) {
      assertThat(Quantity.parse("p", read)).isInstanceOf(Parsed.Bad.class);
    } else {
      Quantity quantity = Quantity.of(read);
      assertThat(quantity).hasToString(canonical);
      assertThat(quantity.amount()).isEqualByComparingTo(new BigDecimal(amount));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1000m, 1",
    "0.5, 500m",
    "1024Mi, 1Gi",
    "1.5Gi, 1536Mi",
    "0Ki, 0",
    "1., 1",
    "+1, 1",
    "0.5Ki, 512",
    "100000E, 100000E"
  })
  void writesTheCanonicalForm(String text, String canonical) {
    assertThat(Quantity.of(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "-", "+", "e3", "1e999999999", "Ki", "1KiKi", "1e+", "1\n", "٣"})
  void refusesWhatIsNoQuantity(String text) {
    assertThat(Quantity.parse("limits.cpu", text))
        .isInstanceOfSatisfying(
            Parsed.Bad.class,
            bad -> {
              assertThat(bad.violation().path()).isEqualTo("limits.cpu");
              assertThat(bad.violation().message())
                  .contains("'" + QuotedText.of(text) + "'", "a quantity");
            });
  }

  @Test
  void roundsThousandthsAwayFromZero() {
    assertThat(Quantity.of("1500u").milliValue()).isEqualTo(2);
    assertThat(Quantity.of("-1500u").milliValue()).isEqualTo(-2);
    assertThat(Quantity.of("2").milliValue()).isEqualTo(2000);
    assertThat(Quantity.of("1001m").value()).isEqualTo(2);
  }

  @Test
  void endsAtTheGreatestLong() {
    assertThat(Quantity.of("9223372036854775807").milliValue()).isEqualTo(Long.MAX_VALUE);
    assertThat(Quantity.of("100E").value()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void comparesAmountsAcrossForms() {
    assertThat(Quantity.of("1Ki")).isEqualByComparingTo(Quantity.of("1024"));
    assertThat(Quantity.of("1Ki")).isNotEqualTo(Quantity.of("1024"));
    assertThat(Quantity.of("1G")).isLessThan(Quantity.of("1Gi"));
    assertThat(Quantity.of("0").isZero()).isTrue();
    assertThat(Quantity.of("-1m").isNegative()).isTrue();
  }

  @Test
  void refusesConstantsThatAreNone() {
    assertThatThrownBy(() -> Quantity.of("much")).isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void readsTheAmountThatItWrites(@ForAll("quantities") String text) {
    Quantity quantity = Quantity.of(text);

    assertThat(Quantity.of(quantity.toString())).isEqualByComparingTo(quantity);
  }

  @Property
  void isEqualExactlyIfWrittenTheSame(
      @ForAll("quantities") String one, @ForAll("quantities") String other) {
    Quantity a = Quantity.of(one);
    Quantity b = Quantity.of(other);

    assertThat(a.equals(b)).isEqualTo(a.toString().equals(b.toString()));
  }

  @Property
  void neverThrowsOnAnyText(@ForAll String text) {
    assertThat(Quantity.parse("p", text)).isNotNull();
  }

  @Provide
  Arbitrary<String> quantities() {
    Arbitrary<BigDecimal> numbers =
        Arbitraries.bigDecimals()
            .between(BigDecimal.valueOf(-1_000_000_000L), BigDecimal.valueOf(1_000_000_000_000L))
            .ofScale(4);
    Arbitrary<String> suffixes =
        Arbitraries.of(
            "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei",
            "e0", "e3", "E4", "e-5", "e+2");
    return Combinators.combine(numbers, suffixes)
        .as((number, suffix) -> number.toPlainString() + suffix);
  }
}
