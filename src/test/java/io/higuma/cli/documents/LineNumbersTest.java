package io.higuma.cli.documents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineNumbersTest {

  /** For every offset: the number of YAML line breaks before it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a\n",
        "\n\n",
        "a\nbc\n\nd",
        "a\r\nb\r\n",
        "a\rb\r\rc",
        "a\u0085b\u2028c\u2029d",
      })
  void countTheBreaksBefore(String text) {
    var numbers = LineNumbers.of(new Lines(text));
    int line = 0;
    for (int at = 0; at < text.length(); at++) {
      assertThat(numbers.at(at)).as("place %s of '%s'", at, text).isEqualTo(line);
      char c = text.charAt(at);
      boolean half = c == '\r' && text.startsWith("\n", at + 1);
      if ("\n\r\u0085\u2028\u2029".indexOf(c) >= 0 && !half) {
        line++;
      }
    }
    assertThat(numbers.at(text.length())).as("end of '%s'", text).isEqualTo(line);
  }

  @Test
  void countThousands() {
    var numbers = LineNumbers.of(new Lines("ab\n".repeat(5_000)));
    assertThat(numbers.at(3 * 4_321 + 1)).isEqualTo(4_321);
    assertThat(numbers.at(15_000)).isEqualTo(5_000);
  }
}
