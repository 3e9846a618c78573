package io.higuma.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void percentileIsTheSmallestTimeThatSoManyDoNotExceed() {
    var latencies =
        new Latencies(
            LongStream.rangeClosed(1, 1000).map(each -> (1001 - each) * 1_000_000).toArray());

    assertThat(latencies.percentileMillis(500)).isEqualTo(500);
    assertThat(latencies.percentileMillis(990)).isEqualTo(990);
    assertThat(latencies.percentileMillis(999)).isEqualTo(999);
    assertThat(latencies.percentileMillis(1000)).isEqualTo(1000);
  }

  @Test
  void percentileOfFewIsOneOfThem() {
    var two = new Latencies(1_000_000, 9_000_000);

    assertThat(two.percentileMillis(500)).isEqualTo(1);
    assertThat(two.percentileMillis(990)).isEqualTo(9);
    assertThat(new Latencies(3_500_000).percentileMillis(1)).isEqualTo(3.5);
    assertThat(new Latencies().percentileMillis(990)).isNaN();
    assertThat(Latencies.together(List.of(two, new Latencies(5_000_000))).percentileMillis(500))
        .isEqualTo(5);
  }

  @Test
  void medianIsInTheMiddle() {
    assertThat(Statistics.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
    assertThat(Statistics.median(List.of(9.0, 1.0, 5.0, 6.0))).isEqualTo(5.5);
    assertThat(Statistics.median(List.of())).isNaN();
  }

  @Test
  void numbersHaveThreeDigitsThatMatter() {
    assertThat(List.of(12345.6, 99.96, 12.34, 1.239, 0.0, 7.0).stream().map(Goal::number))
        .containsExactly("12,346", "100.0", "12.3", "1.24", "0", "7");
  }
}
