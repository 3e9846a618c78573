package io.higuma.kuma;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTruncationTest {
  /** One character outside the Basic Multilingual Plane: two {@code char}s. */
  private static final String PAIR = "😀";

  @ParameterizedTest
  @CsvSource({"'',3,''", "ab,3,ab", "abc,3,abc", "abcd,3,abc…", "abcd,0,…"})
  void onlyALongerTextIsShortenedAndMarked(String text, int max, String expected) {
    assertThat(TextTruncation.withEllipsis(text, max)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"'',3,''", "abc,3,abc", "abcd,3,abc", "abcd,0,''"})
  void beginningHasNoMark(String text, int max, String expected) {
    assertThat(TextTruncation.beginning(text, max)).isEqualTo(expected);
  }

  @Test
  void surrogatePairIsNotSplit() {
    assertThat(TextTruncation.beginning("ab" + PAIR + "c", 3)).isEqualTo("ab");
    assertThat(TextTruncation.beginning("ab" + PAIR + "c", 4)).isEqualTo("ab" + PAIR);
    assertThat(TextTruncation.beginning(PAIR, 1)).isEmpty();
    assertThat(TextTruncation.beginning(PAIR + PAIR, 2)).isEqualTo(PAIR);
    assertThat(TextTruncation.withEllipsis("ab" + PAIR + "c", 3)).isEqualTo("ab…");
  }

  @Test
  void unpairedSurrogateIsAnyCharacter() {
    assertThat(TextTruncation.beginning("ab\uD83Dc", 3)).isEqualTo("ab\uD83D");
  }
}
